type Json = null | boolean | number | string | Json[] | {
    [key: string]: Json;
};
export interface paths {
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Accounts
         * @description All accounts by the name that they sign in with.
         */
        get: operations["listAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update Account
         * @description Disable or enable an account, and make it an owner of this server or not.
         */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/api/accounts/{account_id}/password-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Password Link
         * @description A link to choose a new password. It works once, within seven days.
         */
        post: operations["createPasswordLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artifacts/{artifact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Artifact
         * @description What the browser draws of an artifact.
         */
        get: operations["readArtifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artifacts/{artifact_id}/chart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Redraw Chart
         * @description A chart as its module draws it of a table, for the rows that the filters of a dashboard leave.
         */
        get: operations["redrawChart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artifacts/{artifact_id}/correlation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Correlation
         * @description The correlation of numeric columns, pair by pair.
         */
        get: operations["readCorrelation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artifacts/{artifact_id}/distributions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Distributions
         * @description How the values of a column are distributed: as a whole, by the values of another, or against another table.
         */
        get: operations["readDistributions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artifacts/{artifact_id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Artifact
         * @description A dataset, or a selection of its rows, as a file of all columns or of those named.
         *
         *     CSV, Parquet and Arrow (a stream) read back as the table that they were. In CSV for Excel an apostrophe goes before
         *     text that a spreadsheet would run as a formula, and a workbook holds no formulas. A result that is a file already
         *     comes as it is, whatever the format asked for.
         */
        get: operations["downloadArtifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artifacts/{artifact_id}/figure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Figure
         * @description One figure of a table, such as the mean of a column, under the filters of a dashboard.
         */
        get: operations["readFigure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artifacts/{artifact_id}/images/{row}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Image Thumbnail
         * @description The thumbnail of one image of an image directory, as PNG.
         */
        get: operations["readImageThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artifacts/{artifact_id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Artifact Rows
         * @description Rows `offset` to `offset + limit` of a dataset, or of a selection of its rows; of all columns or those named.
         */
        get: operations["readArtifactRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artifacts/{artifact_id}/scatter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Scatter
         * @description Two columns against one another, with color and size by a third and a fourth.
         */
        get: operations["readScatter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artifacts/{artifact_id}/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Filter Values
         * @description The different values of a column, at most 500, for a filter to choose from.
         */
        get: operations["listFilterValues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit Entries
         * @description What was done on this server, newest first.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Audit
         * @description The entries as CSV, safe to open in a spreadsheet.
         */
        get: operations["downloadAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Catalog
         * @description All modules, and which ports fit together.
         */
        get: operations["readCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Runs
         * @description Two or more runs side by side; the first is what the others are compared with.
         */
        get: operations["compareRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/comparison/parameters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Varied Parameters
         * @description The parameters that are not the same in all of these runs.
         */
        get: operations["listVariedParameters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Connections
         * @description All connections by name.
         */
        get: operations["listConnections"];
        put?: never;
        /**
         * Create Connection
         * @description Save a connection under a name.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connections/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test Connection
         * @description Test a connection before it is saved.
         */
        post: operations["testConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace Connection
         * @description Replace an existing connection.
         */
        put: operations["replaceConnection"];
        post?: never;
        /**
         * Delete Connection
         * @description Delete a connection with its secret. Designs that name it show a problem.
         */
        delete: operations["deleteConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connections/{connection_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test Saved Connection
         * @description Test a saved connection.
         */
        post: operations["testSavedConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Datasets
         * @description The datasets, the user's newest first, then those of the samples.
         */
        get: operations["listDatasets"];
        put?: never;
        /**
         * Upload Dataset
         * @description Read an uploaded file (the raw body) as a new dataset, or as a new version of one that is there.
         *
         *     The file is read in the sandbox; what cannot be read is refused with a sentence that says where and why. Numbers and
         *     dates are read as people write them where nothing else fits; the notices say so. To decide how a file is read, start
         *     an import. The file is kept, so that it can be read again. A zip file is kept as it is, for modules that take one.
         */
        post: operations["uploadDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Dataset Columns
         * @description The column names of all tables at their newest versions, to search among.
         */
        get: operations["listDatasetColumns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Dataset
         * @description A dataset and its versions.
         */
        get: operations["readDataset"];
        put?: never;
        post?: never;
        /**
         * Delete Dataset
         * @description Delete a dataset; it can be restored. Designs that use it show a problem.
         */
        delete: operations["deleteDataset"];
        options?: never;
        head?: never;
        /**
         * Rename Dataset
         * @description Rename a dataset.
         */
        patch: operations["renameDataset"];
        trace?: never;
    };
    "/api/datasets/{dataset_id}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Reading Again
         * @description Look at the stored files of a dataset again. Importing them makes the next version.
         */
        post: operations["startReadingAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/quick-start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Quick Start
         * @description A first design that predicts a column of the table. It is returned and not saved.
         */
        get: operations["readQuickStart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Dataset
         * @description Undo a deletion.
         */
        post: operations["restoreDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/target-candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Target Candidates
         * @description Which columns of a table may be predicted, and how.
         */
        get: operations["listTargetCandidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/design-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Design
         * @description Make a design of a file of another tool (the raw body). The file is read as data: nothing of it is run.
         */
        post: operations["importDesign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Designs
         * @description The designs, the one edited last first, or those whose newest run is the newest, or by name.
         */
        get: operations["listDesigns"];
        put?: never;
        /**
         * Create Design
         * @description Create a design: empty, from a sample, as a copy, or by import. Imported scripts run once you trust it.
         */
        post: operations["createDesign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Document
         * @description Look at a design that is being written elsewhere: nothing is stored, and nothing runs.
         */
        post: operations["checkDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Design Schema
         * @description The JSON Schema of design files.
         */
        get: operations["readDesignSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Design
         * @description A design at its newest revision.
         */
        get: operations["readDesign"];
        put?: never;
        post?: never;
        /**
         * Delete Design
         * @description Delete a design; it can be restored. One that a pipeline is published from is refused.
         */
        delete: operations["deleteDesign"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/analysis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Design Analysis
         * @description Problems, columns at every port, nodes changed since they last ran, and the results known already.
         */
        get: operations["readDesignAnalysis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Design Code
         * @description Write the design as plain Python. Nothing of the design is run.
         */
        get: operations["readDesignCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/code/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read Code
         * @description Read code as a change of the design that it was written from.
         */
        post: operations["readCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/code/write": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write Code
         * @description Write the design as code, without the places of its cards.
         */
        post: operations["writeCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Design Diff
         * @description What lies between two points of a design's history, each change in words.
         */
        get: operations["readDesignDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Edits
         * @description Who changed what of a design, and when; the newest first.
         */
        get: operations["listEdits"];
        put?: never;
        /**
         * Edit Design
         * @description Apply a list of edits as one change. The answer means that it is safe on disk.
         */
        post: operations["editDesign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/edits/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Edits
         * @description Try edits on a design: nothing is stored, and nothing runs.
         */
        post: operations["checkEdits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/embeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Embed
         * @description Make a key that opens this design alone, in a frame on these sites, with your rights or those of your token.
         */
        post: operations["createEmbed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/embeds/{embed_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Embed
         * @description End one of your keys, also in frames that are open.
         */
        delete: operations["endEmbed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Design Events
         * @description Edits, runs, steps and comments with ids, which a reconnect resumes from; without: progress and log lines, and
         *     who else has the design open (`presence`), where they point and look (`at`).
         */
        get: operations["followDesignEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Design
         * @description The design as a file.
         */
        get: operations["exportDesign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/inference-designs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Inference Design
         * @description Create the inference design with the model of this design's last run.
         */
        post: operations["createInferenceDesign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/module-drafts/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Module Draft
         * @description Run a draft once on a sample of its inputs. Nothing is stored. A newer test run replaces it.
         */
        post: operations["runModuleDraft"];
        /**
         * Stop Draft Run
         * @description Stop your own test run in this design.
         */
        delete: operations["stopDraftRun"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/module-drafts/warm-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Warm Up Draft Run
         * @description Prepare a process in which a draft starts at once. Returns when it is ready.
         */
        post: operations["warmUpDraftRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/picture.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Picture
         * @description The current graph with the latest results of its nodes.
         */
        get: operations["readPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish Pipeline
         * @description Publish a design as it is now. A name that is new makes a pipeline, a known one gets its next version.
         */
        post: operations["publishPipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Update Presence
         * @description Tell the others on this design where this tab is. The tab is known by the event stream that it listens to.
         */
        post: operations["updatePresence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Design
         * @description Run the current design on a small sample of its data. Nothing is stored.
         */
        post: operations["previewDesign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Prompt
         * @description Have the model answer, which may propose a change: what it does meanwhile (`progress`), and how it ended.
         *
         *     The model sees this design with its parameters, names and types of columns, problems, advice and errors of runs.
         *     It reads no dataset; values reach it where they were typed into the design, or an error quotes one.
         *     Whoever hangs up cancels it.
         */
        post: operations["sendPrompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Proposals
         * @description The proposals that nobody has decided on, the oldest first.
         */
        get: operations["listProposals"];
        put?: never;
        /**
         * Create Proposal
         * @description Propose a change. The design stays as it is until somebody who may edit it accepts the proposal.
         */
        post: operations["createProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/proposals/{proposal_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Proposal
         * @description A proposal, and what it does to the design as it is now.
         */
        get: operations["readProposal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/proposals/{proposal_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Proposal
         * @description Apply a proposal to the design, as one change of whoever accepts it.
         */
        post: operations["acceptProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/proposals/{proposal_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject Proposal
         * @description Turn a proposal down. The design stays as it is.
         */
        post: operations["rejectProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/publication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Publication Draft
         * @description What would be published of a design now, and each reason why it cannot be.
         */
        get: operations["readPublicationDraft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/restorations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Restoration
         * @description Save the current design as a version, and return the edits that restore the earlier one. Undo works.
         */
        post: operations["createRestoration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Design
         * @description Undo a deletion.
         */
        post: operations["restoreDesign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review Changes
         * @description Mark the changes of guests as reviewed. Their code still waits for trust.
         */
        post: operations["reviewChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Design Runs
         * @description The runs of a design, newest first.
         */
        get: operations["listDesignRuns"];
        put?: never;
        /**
         * Start Run
         * @description Run the current design. Nodes with problems are left out and reported.
         */
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/runs/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Latest Run
         * @description The newest run, completed by what earlier runs last said of nodes that took no part in it.
         */
        get: operations["readLatestRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/scoring-nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Scoring Nodes
         * @description The nodes that an inference design can be built around.
         */
        get: operations["listScoringNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Shares
         * @description The links to a design, the newest first; those that ended are among them.
         */
        get: operations["listShares"];
        put?: never;
        /**
         * Create Share
         * @description Create a link to the current design, or always to its newest version.
         */
        post: operations["createShare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/sweeps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Sweep
         * @description Start a run for each combination of values. Steps that none of them changes are computed once.
         */
        post: operations["startSweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Threads
         * @description The comments on a design, those on deleted modules too, the oldest thread first.
         */
        get: operations["listThreads"];
        put?: never;
        /**
         * Create Thread
         * @description Comment on a design, one of its nodes or ports, or a version of it.
         */
        post: operations["createThread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/threads/{thread_id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reply To Thread
         * @description Answer in a thread; one that was resolved is open again.
         */
        post: operations["replyToThread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/threads/{thread_id}/comments/{comment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Comment
         * @description Delete your own comment. Deleting the last one deletes the thread.
         */
        delete: operations["deleteComment"];
        options?: never;
        head?: never;
        /**
         * Update Comment
         * @description Write an own comment anew.
         */
        patch: operations["updateComment"];
        trace?: never;
    };
    "/api/designs/{design_id}/threads/{thread_id}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Resolve Thread
         * @description Resolve a thread, or open it again.
         */
        put: operations["resolveThread"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trust Design
         * @description Let the scripts of an imported design run, and the changes of guests.
         *
         *     With what was `seen`, only if the design has not changed since. This is required while changes of guests wait.
         */
        post: operations["trustDesign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/untrusted-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Untrusted Code
         * @description All code in the design, the secrets it uses, and its access to the outside. Nothing is run.
         *
         *     Changes by guests come first.
         */
        get: operations["readUntrustedCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description The versions of a design, newest first.
         */
        get: operations["listVersions"];
        put?: never;
        /**
         * Create Version
         * @description Save the current design as a named version.
         */
        post: operations["createVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/designs/{design_id}/versions/{version_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Version
         * @description A version with its document.
         */
        get: operations["readVersion"];
        put?: never;
        post?: never;
        /**
         * Delete Version
         * @description Delete a version. The design does not change.
         */
        delete: operations["deleteVersion"];
        options?: never;
        head?: never;
        /**
         * Update Version
         * @description Name a version, or give it another name.
         */
        patch: operations["updateVersion"];
        trace?: never;
    };
    "/api/device-logins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Allow Device
         * @description Let a program work for this person, in the workspace that they are in. The token can be revoked.
         */
        post: operations["allowDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/embed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Embed
         * @description What the key that this request came with is for.
         */
        get: operations["readEmbed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Endpoints
         * @description All endpoints by name, each with its deployments.
         */
        get: operations["listEndpoints"];
        put?: never;
        /**
         * Create Endpoint
         * @description Make an endpoint of an inference design or a registered model, and have it answer.
         */
        post: operations["createEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Endpoint
         * @description An endpoint with its deployments and keys, and what it did in the last 24 hours.
         */
        get: operations["readEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete Endpoint
         * @description Delete an endpoint for good, with its deployments, keys and counts. Its models and designs stay.
         */
        delete: operations["deleteEndpoint"];
        options?: never;
        head?: never;
        /**
         * Update Endpoint
         * @description Rename, pause or resume an endpoint, or change how it answers.
         */
        patch: operations["updateEndpoint"];
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Endpoint Alerts
         * @description The alerts of an endpoint with what was found last.
         */
        get: operations["listEndpointAlerts"];
        put?: never;
        /**
         * Create Endpoint Alert
         * @description Watch an endpoint for a limit. You are told of the first breach and of the recovery.
         */
        post: operations["createEndpointAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/alerts/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Endpoint Alerts
         * @description Check all alerts of an endpoint now; the server does it every half minute.
         */
        post: operations["checkEndpointAlerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/alerts/{alert_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Endpoint Alert
         * @description Stop watching for a limit, and forget what happened.
         */
        delete: operations["deleteEndpointAlert"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Endpoint Batches
         * @description The batches of an endpoint and their newest runs, with how far each came.
         */
        get: operations["listEndpointBatches"];
        put?: never;
        /**
         * Start Endpoint Batch
         * @description Score data in chunks. The first time a pipeline of two modules is made for it; later the same one runs again.
         */
        post: operations["startEndpointBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Deployment
         * @description Deploy another version. It gets its share once its own test rows passed; what answered before drains.
         */
        post: operations["createDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/deployments/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Deployment
         * @description Delete a deployment that gets no requests.
         */
        delete: operations["deleteDeployment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/deployments/{number}/signature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Endpoint Signature
         * @description The columns of a request to a deployment, and a row that it answers.
         */
        get: operations["readEndpointSignature"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Endpoint Drift
         * @description The columns of the last hours' requests beside the training data of the deployment with the largest share.
         */
        get: operations["readEndpointDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Share Endpoint Form
         * @description Share the form of an endpoint by a link; a link from before ends. Who has it needs no account.
         */
        put: operations["shareEndpointForm"];
        post?: never;
        /**
         * End Endpoint Form
         * @description End the link to the form.
         */
        delete: operations["endEndpointForm"];
        options?: never;
        head?: never;
        /**
         * Change Endpoint Form
         * @description Change what stands above the form, and which sites may show it. The link stays.
         */
        patch: operations["changeEndpointForm"];
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Endpoint Key
         * @description Make a key. It is shown this once: Designery keeps its hash only.
         */
        post: operations["createEndpointKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Endpoint Key
         * @description Delete a key: it opens nothing from now on.
         */
        delete: operations["deleteEndpointKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/keys/{key_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Endpoint Key
         * @description Make a new key of the same name. The old one works for 24 hours more, so that nothing stops.
         */
        post: operations["rotateEndpointKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Endpoint Labels
         * @description Take the true labels of earlier answers, as JSON or CSV: a list of `id` and `label`.
         */
        post: operations["addEndpointLabels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/live-metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Live Metrics
         * @description The metrics of the task by the true labels that have come, over time.
         */
        get: operations["readLiveMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Endpoint Metrics
         * @description What the endpoint did in the last hours, minute by minute.
         */
        get: operations["readEndpointMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Endpoint
         * @description Answer rows as the endpoint would, for whoever tries it in the browser. These requests are not counted.
         */
        post: operations["tryEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Endpoint Requests
         * @description The newest requests that were kept with their rows and answers.
         */
        get: operations["listEndpointRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/requests/dataset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store Endpoint Requests
         * @description Store the sampled requests as a dataset, with their true labels; the next time as its next version.
         */
        post: operations["storeEndpointRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{endpoint_id}/traffic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Traffic
         * @description Share out the requests among deployments: all to another one, a few to a new one, or back to an earlier one.
         */
        put: operations["setTraffic"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Environments
         * @description All environments by name.
         */
        get: operations["listEnvironments"];
        put?: never;
        /**
         * Create Environment
         * @description Create an environment and build its first version.
         */
        post: operations["createEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/environments/pythons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Python Versions
         * @description The versions of Python that this server has.
         */
        get: operations["listPythonVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/environments/{environment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Environment
         * @description Delete an environment with all its versions. Designs that name it show a problem.
         */
        delete: operations["deleteEnvironment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/environments/{environment_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Environment Version
         * @description Add a version to an environment and build it. Designs that name no version use it as soon as it is ready.
         */
        post: operations["createEnvironmentVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/environments/{environment_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Environment Version
         * @description A version with its specification, lock and log.
         */
        get: operations["readEnvironmentVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/environments/{environment_id}/versions/{version}/build": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Build Environment Version
         * @description Try to build a version again that has failed.
         */
        post: operations["buildEnvironmentVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/error-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Error Codes
         * @description The errors that a step can fail with, by number.
         */
        get: operations["listErrorCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/extras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Extras
         * @description What is installed, what can be, and how far an installation is.
         */
        get: operations["listExtras"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/extras/installation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel Installation
         * @description Cancel the installation under way; the environment stays as it was.
         */
        delete: operations["cancelInstallation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/extras/{extra}/install": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Install Extra
         * @description Install an extra by its name, from wheels, without changing a package that is installed.
         */
        post: operations["installExtra"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Group Settings
         * @description The rules, the groups that were seen, and the workspaces that a rule may name.
         */
        get: operations["readGroupSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/groups/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Groups
         * @description Who would have what after the next sign-in, by the rules as they are now.
         */
        post: operations["previewGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/groups/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Group Rule
         * @description Let a group give a role in a workspace, or ownership of the server, from each person's next sign-in.
         */
        post: operations["createGroupRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/groups/rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Group Rule
         * @description Delete a rule. Its roles end at each person's next sign-in.
         */
        delete: operations["deleteGroupRule"];
        options?: never;
        head?: never;
        /**
         * Update Group Rule
         * @description Change the role that a group gives.
         */
        patch: operations["updateGroupRule"];
        trace?: never;
    };
    "/api/hooks/{hook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive Hook Request
         * @description Run the pipeline of a web hook. The request is signed with its secret, as the Standard Webhooks have it.
         */
        post: operations["receiveHookRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Import
         * @description Upload a file (the raw body) to look at before it becomes a dataset. It is kept for two hours.
         *
         *     A file that can't be read as a table is kept too: the report says why, and other options may read it.
         */
        post: operations["startImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel Import
         * @description Forget an import and delete what was uploaded for it.
         */
        delete: operations["cancelImport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/dataset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish Import
         * @description Read the files in full by these options, as a new dataset or as the next version of one.
         */
        post: operations["finishImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Import File
         * @description Upload another file (the raw body) with the same columns, whose rows come below the others.
         */
        post: operations["addImportFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/files/{position}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Import File
         * @description Leave a file out, by its place in the list. The last one stays.
         */
        delete: operations["deleteImportFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/files/{position}/apart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep Import File Apart
         * @description Make an import of its own of a file whose columns are others, by its place in the list. The last one stays.
         */
        post: operations["keepImportFileApart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Import
         * @description The first 500 rows as they would be read by these options, with the reason for each column's type.
         */
        post: operations["previewImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Invitation
         * @description Create an account with an invitation, or set a new password with it.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read Invitation
         * @description What an invitation is for.
         */
        post: operations["readInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lineage/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Dataset Lineage
         * @description What made a version of a dataset, and what used it.
         */
        get: operations["readDatasetLineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lineage/models/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Model Lineage
         * @description What made a version of a model, and what used it.
         */
        get: operations["readModelLineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lineage/pipelines/{pipeline_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Pipeline Lineage
         * @description What the newest runs of a pipeline used and made, where that came from, and what came of it.
         */
        get: operations["readPipelineLineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lineage/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Run Lineage
         * @description What a run used and made, where that came from, and what came of it.
         */
        get: operations["readRunLineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In
         * @description Sign in with a password. Unknown names, wrong passwords and disabled accounts get the same answer.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Profile
         * @description Who is signed in, and in which workspaces they work.
         */
        get: operations["readProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Out
         * @description End this session.
         */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Notifications
         * @description This person's notifications, newest first.
         */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/notifications/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Email Address
         * @description Where e-mail to this person goes, if the server sends any.
         */
        get: operations["readEmailAddress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/notifications/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Notifications
         * @description The number of unread notifications, whenever it changes (`notifications`).
         */
        get: operations["followNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/notifications/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Notification Preferences
         * @description Where this person wants to be told of what.
         */
        get: operations["listNotificationPreferences"];
        /**
         * Update Notification Preferences
         * @description Set how to be notified about each kind. Kinds that are left out do not change.
         */
        put: operations["updateNotificationPreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark Notifications Read
         * @description Mark notifications as read.
         */
        post: operations["markNotificationsRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Password
         * @description Change the password. All other sessions end.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sessions
         * @description The browsers in which this person is signed in, the one used last first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End Other Sessions
         * @description Sign out everywhere except here.
         */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Session
         * @description Sign out in another browser, at once and in all its tabs.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tokens
         * @description The tokens of this person, newest first.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create Token
         * @description Create a token for programs in one workspace. It can do what its owner can, within its scope.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Token
         * @description Revoke a token. It stops working at once, and so do your keys of embedded canvases: it may have made them.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Own Webhooks
         * @description The web hooks of this person.
         */
        get: operations["listOwnWebhooks"];
        put?: never;
        /**
         * Create Own Webhook
         * @description Create a web hook for this person's notifications.
         */
        post: operations["createOwnWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/webhooks/{hook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Own Webhook
         * @description Delete a web hook; what waits for it is not sent.
         */
        delete: operations["deleteOwnWebhook"];
        options?: never;
        head?: never;
        /**
         * Update Own Webhook
         * @description Change a web hook, disable it, or enable it again.
         */
        patch: operations["updateOwnWebhook"];
        trace?: never;
    };
    "/api/me/webhooks/{hook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Own Webhook Deliveries
         * @description The last fifty deliveries.
         */
        get: operations["listOwnWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/webhooks/{hook_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew Own Webhook Secret
         * @description Give a web hook a new secret.
         */
        post: operations["renewOwnWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/webhooks/{hook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test Own Webhook
         * @description Send a test now, and return the response.
         */
        post: operations["testOwnWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose Workspace
         * @description Work in another workspace from now on.
         */
        post: operations["chooseWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Metrics
         * @description All metrics that evaluations know, with what each means.
         */
        get: operations["listMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Models
         * @description All registered models by name, each with its versions.
         */
        get: operations["listModels"];
        put?: never;
        /**
         * Register Model Version
         * @description Register a model that a run gave. A name that is new makes a model, a known one gets its next version.
         */
        post: operations["registerModelVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Model
         * @description A model and its versions.
         */
        get: operations["readModel"];
        put?: never;
        post?: never;
        /**
         * Delete Model
         * @description Delete a model with its versions; it can be restored for a day. Runs keep their results.
         */
        delete: operations["deleteModel"];
        options?: never;
        head?: never;
        /**
         * Update Model
         * @description Rename a model, or change its note or the metric that its versions are compared by.
         */
        patch: operations["updateModel"];
        trace?: never;
    };
    "/api/models/{model_id}/aliases/{alias}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Model Alias
         * @description Let an alias point to a version. Whatever uses the model by this alias uses that version from its next run on.
         */
        put: operations["setModelAlias"];
        post?: never;
        /**
         * Delete Model Alias
         * @description Remove an alias. The version that it points to stays.
         */
        delete: operations["deleteModelAlias"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{model_id}/intervals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Metric Intervals
         * @description The 95 % intervals of the compared metric, of the versions that have one, newest first.
         */
        get: operations["listMetricIntervals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{model_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Model
         * @description Undo a deletion.
         */
        post: operations["restoreModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{model_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Model Version
         * @description A version with its signature, metrics and origin.
         */
        get: operations["readModelVersion"];
        put?: never;
        post?: never;
        /**
         * Delete Model Version
         * @description Delete a version for good. One that an alias points to is refused.
         */
        delete: operations["deleteModelVersion"];
        options?: never;
        head?: never;
        /**
         * Update Model Version
         * @description Change the note and tags of a version. All else of it never changes.
         */
        patch: operations["updateModelVersion"];
        trace?: never;
    };
    "/api/models/{model_id}/versions/{version}/card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Model Card
         * @description The model card of a version as Markdown: data, metrics, effects, limits, columns and origin.
         */
        get: operations["readModelCard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{model_id}/versions/{version}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Model
         * @description The model as Designery stores it: a pickle, which only a program that has Designery's modules can load.
         */
        get: operations["downloadModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{model_id}/versions/{version}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export Model Version
         * @description A version as a zip that works without Designery. Where the model has no such form, 409 says which part is why.
         *
         *     `pickle` and `mlflow` have the model with the code and the requirements that it needs. `skops` is a pipeline of
         *     scikit-learn. `onnx` and `skops` were compared with Score Model on training rows.
         */
        post: operations["exportModelVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{model_id}/versions/{version}/script": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Model Script
         * @description The steps that led to a version as plain Python, which trains it again. Nothing of them is run.
         */
        get: operations["readModelScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/describe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Describe Module
         * @description What module a Python function is, by its signature. The source is read and not run.
         */
        post: operations["describeModule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/from-script": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Module From Script
         * @description A script with two tables as a module of its own, whose ports can be changed. The script is not run.
         */
        post: operations["makeModuleFromScript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/ports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Module Ports
         * @description The ports of a module that a user wrote, after they were changed in its source. The source is not run.
         */
        post: operations["changeModulePorts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{name}/help": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Module Help
         * @description The errors of a module, and a small design that shows it at work, which is returned and not saved.
         */
        get: operations["readModuleHelp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Pipelines
         * @description All pipelines by name, each with its newest run.
         */
        get: operations["listPipelines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipelines/{pipeline_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Pipeline
         * @description A pipeline with its versions and what each one declares.
         */
        get: operations["readPipeline"];
        put?: never;
        post?: never;
        /**
         * Delete Pipeline
         * @description Delete a pipeline with its versions; it can be restored for a day. Runs and what they stored stay.
         */
        delete: operations["deletePipeline"];
        options?: never;
        head?: never;
        /**
         * Update Pipeline
         * @description Rename a pipeline, choose its default version, or change its note and retries.
         */
        patch: operations["updatePipeline"];
        trace?: never;
    };
    "/api/pipelines/{pipeline_id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Pipeline Diff
         * @description What lies between two versions, each change in words.
         */
        get: operations["readPipelineDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipelines/{pipeline_id}/firings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Pipeline Firings
         * @description The firings of all triggers of a pipeline, newest first, those of deleted triggers too.
         */
        get: operations["listPipelineFirings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipelines/{pipeline_id}/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Run Form
         * @description What a form for a run has: fields with their limits and defaults, and the data behind the inputs.
         */
        get: operations["readRunForm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipelines/{pipeline_id}/module": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save Pipeline As Module
         * @description Put a pipeline into the palette as a module. Designs that use it are offered each new default version.
         */
        post: operations["savePipelineAsModule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipelines/{pipeline_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Pipeline
         * @description Undo a deletion.
         */
        post: operations["restorePipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipelines/{pipeline_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Pipeline Runs
         * @description The runs of a pipeline, newest first, each with what it was given and what it stored.
         */
        get: operations["listPipelineRuns"];
        put?: never;
        /**
         * Start Pipeline Run
         * @description Run a version with these values and data. A value that does not fit is refused under its field.
         */
        post: operations["startPipelineRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipelines/{pipeline_id}/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Pipeline Run
         * @description A run of a pipeline: what it was given, and what it stored.
         */
        get: operations["readPipelineRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipelines/{pipeline_id}/triggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Pipeline Triggers
         * @description The triggers of a pipeline in the order in which they were made.
         */
        get: operations["listPipelineTriggers"];
        put?: never;
        /**
         * Create Trigger
         * @description Add a trigger. Its runs have the rights of the person who adds it. A web hook shows its secret this once.
         */
        post: operations["createTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipelines/{pipeline_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Pipeline Version
         * @description A version with the design as it was published.
         */
        get: operations["readPipelineVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update Pipeline Version
         * @description Disable a version, so that nothing runs it any more, or enable it again.
         */
        patch: operations["updatePipelineVersion"];
        trace?: never;
    };
    "/api/run-analyses/{analysis_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Run Analysis
         * @description The progress and result of an analysis.
         */
        get: operations["readRunAnalysis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/run-analyses/{analysis_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Run Analysis
         * @description Cancel an analysis.
         */
        post: operations["cancelRunAnalysis"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List All Runs
         * @description The runs of all designs, or those that are asked for, newest first.
         */
        get: operations["listAllRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Run Tags
         * @description All tags that runs have.
         */
        get: operations["listRunTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Run
         * @description A run with its steps and their outputs.
         */
        get: operations["readRun"];
        put?: never;
        post?: never;
        /**
         * Delete Run
         * @description Delete a run, its log, and those of its results that nothing else needs.
         */
        delete: operations["deleteRun"];
        options?: never;
        head?: never;
        /**
         * Update Run
         * @description Set the tags and the note of a run. Runs with either are never cleaned up.
         */
        patch: operations["updateRun"];
        trace?: never;
    };
    "/api/runs/{run_id}/analyses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Run Analyses
         * @description What was asked about a run, newest first, with the answers.
         */
        get: operations["listRunAnalyses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/attributions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Attribution
         * @description Apply the changes between two runs one by one in the background, and rank their effects.
         */
        post: operations["startAttribution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Run
         * @description Cancel a run. Its processes have ended when the response arrives.
         */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Replay
         * @description Replay a run from its version, its data and its seeds, with nothing reused, and compare.
         */
        post: operations["startReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Rerun
         * @description Repeat an earlier run as a new run of its design. The design does not change.
         */
        post: operations["startRerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/steps/{node}/candidate-designs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Candidate Design
         * @description Create the design of a candidate: the modules, seeds and splits with which the search tried it.
         */
        post: operations["createCandidateDesign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/steps/{node}/control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Step Control
         * @description Whether a search stands still, and by how much it was extended.
         */
        get: operations["readStepControl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update Step Control
         * @description Pause a search or let it go on, or give it more time. Its clock stands still while it is paused.
         */
        patch: operations["updateStepControl"];
        trace?: never;
    };
    "/api/runs/{run_id}/steps/{node}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Step Files
         * @description The files that a command wrote to its outputs.
         */
        get: operations["listStepFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/steps/{node}/files/{file_path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Step File
         * @description One of these files, to be saved.
         */
        get: operations["readStepFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/steps/{node}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish Step
         * @description Have a search end with the best that it has found so far. The run goes on with that.
         */
        post: operations["finishStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/steps/{node}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Step Log Lines
         * @description The log of a step. For a reused step, from when it was computed.
         */
        get: operations["listStepLogLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/steps/{node}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Step Metrics
         * @description What a step measured, also while it runs. For a reused step, from when it was computed.
         */
        get: operations["listStepMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/steps/{node}/plots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Step Plots
         * @description The addresses of the figures that a script drew; for a reused step, when it was computed.
         */
        get: operations["listStepPlots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}/steps/{node}/plots/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Step Plot
         * @description A figure that a script drew, as PNG.
         */
        get: operations["readStepPlot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sample Designs
         * @description All samples. Opening one makes a copy: POST /api/designs {"sample": name}.
         */
        get: operations["listSampleDesigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/import-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Sample Import Status
         * @description How many sample datasets are still missing.
         */
        get: operations["readSampleImportStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/saved-modules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Saved Modules
         * @description All saved modules by title.
         */
        get: operations["listSavedModules"];
        put?: never;
        /**
         * Save Module
         * @description Save a module for other designs. Its code is not run.
         */
        post: operations["saveModule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/saved-modules/{module_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Saved Module
         * @description Delete a saved module; it can be restored. Designs keep their copies.
         */
        delete: operations["deleteSavedModule"];
        options?: never;
        head?: never;
        /**
         * Rename Saved Module
         * @description Rename a saved module.
         */
        patch: operations["renameSavedModule"];
        trace?: never;
    };
    "/api/saved-modules/{module_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Saved Module
         * @description Undo a deletion.
         */
        post: operations["restoreSavedModule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/saved-modules/{module_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save Module Version
         * @description Save the next version of a module. Designs with an earlier version do not change until they are updated.
         */
        post: operations["saveModuleVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Secrets
         * @description All secrets by name, each with the designs that ask for it.
         */
        get: operations["listSecrets"];
        put?: never;
        /**
         * Create Secret
         * @description Save a value under a name.
         */
        post: operations["createSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/secrets/{secret_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace Secret
         * @description Replace the existing value. Results that were computed with it are computed again.
         */
        put: operations["replaceSecret"];
        post?: never;
        /**
         * Delete Secret
         * @description Delete a secret permanently. Nodes that use it show a problem.
         */
        delete: operations["deleteSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Launch Session
         * @description Exchange a launch token, once, for a session cookie.
         */
        post: operations["openLaunchSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Up Server
         * @description Create the first account, which owns the server, with the link that the server printed.
         */
        post: operations["setUpServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Shared Design
         * @description The design and what is shown of its results.
         */
        get: operations["readSharedDesign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/artifacts/{artifact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Shared Artifact
         * @description What is shown of a result: columns and metrics, or their statistics too.
         */
        get: operations["readSharedArtifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/artifacts/{artifact_id}/chart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Redraw Shared Chart
         * @description A chart for the rows that the filters leave, where the link shows all rows of what it is drawn of.
         */
        get: operations["redrawSharedChart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/artifacts/{artifact_id}/figure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Shared Figure
         * @description One figure of a table: of all rows where the link shows statistics, filtered where it shows all rows.
         */
        get: operations["readSharedFigure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/artifacts/{artifact_id}/filtered-rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Shared Filtered Rows
         * @description The first rows that the filters leave, of a table that the link shows with all its rows.
         */
        get: operations["readSharedFilteredRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/artifacts/{artifact_id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Shared Artifact Rows
         * @description The first rows of a table, if the link shows them, in their order.
         */
        get: operations["readSharedArtifactRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/artifacts/{artifact_id}/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Shared Filter Values
         * @description The values that a filter offers, of a table that the link shows with all its rows.
         */
        get: operations["listSharedFilterValues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy Shared Design
         * @description Copy it to your own designs, in this browser's session. Its scripts wait for trust.
         */
        post: operations["copySharedDesign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/design/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Guest Steps
         * @description What an edit link shows of results that belong to the design as it is now.
         */
        get: operations["listGuestSteps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Shared Design
         * @description The design as a file, where the link lets it be copied.
         */
        get: operations["downloadSharedDesign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Shared Design
         * @description `ended` when the link ends, `changed` when what it shows is another version. Nothing else is told.
         *
         *     The visit goes on for as long as somebody listens.
         */
        get: operations["followSharedDesign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/guest-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Guest Session
         * @description Exchange the token of a link, and its password where it has one, for a cookie that is good for this link only.
         */
        post: operations["openGuestSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/guest-session/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename Guest
         * @description Change the guest's name that other people see.
         */
        put: operations["renameGuest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Guest Run
         * @description Run the shared design with the uploaded table (the raw body) as the data of one of its dataset nodes.
         *
         *     The design, its runs and its datasets do not change. Anyone with the run's id sees it, as far as the link shows.
         */
        post: operations["startGuestRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Guest Run
         * @description The progress and results of a guest's run.
         */
        get: operations["readGuestRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/runs/{run_id}/artifacts/{artifact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Guest Run Artifact
         * @description The results of a guest's run, as far as the link shows them.
         */
        get: operations["readGuestRunArtifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/runs/{run_id}/artifacts/{artifact_id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Guest Run Rows
         * @description The first rows of a table from a guest's run, if the link shows rows.
         */
        get: operations["readGuestRunRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{share_id}/runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Guest Run
         * @description Cancel a guest's run.
         */
        post: operations["cancelGuestRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shares/{share_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Share
         * @description Revoke a link now, also in tabs that have it open.
         */
        delete: operations["revokeShare"];
        options?: never;
        head?: never;
        /**
         * Rename Share
         * @description Rename a link. Guests do not see the name.
         */
        patch: operations["renameShare"];
        trace?: never;
    };
    "/api/shares/{share_id}/guest-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Share As Guest
         * @description Let this browser see a link as a guest, without its address and password, at `/s/{id}`. It is not counted.
         */
        post: operations["openShareAsGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Storage Usage
         * @description What is stored, and by what.
         */
        get: operations["readStorageUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage/clean": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Clean Storage
         * @description Report what would be deleted and what would stay. With `dry` false, delete it.
         */
        post: operations["cleanStorage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read System
         * @description Version, cores, the isolation level, and all attempts that tested it.
         */
        get: operations["readSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Targets
         * @description This machine, and all clusters by name.
         */
        get: operations["listTargets"];
        put?: never;
        /**
         * Create Target
         * @description Add a cluster. Whoever may run designs can run them there.
         */
        post: operations["createTarget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/targets/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Default Target
         * @description Choose where the designs of this workspace run that name no target. Null is the machine of the server.
         */
        put: operations["setDefaultTarget"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/targets/{target_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace Target
         * @description Replace the address, the certificates and the exchange of a cluster; its name stays.
         */
        put: operations["replaceTarget"];
        post?: never;
        /**
         * Delete Target
         * @description Delete a cluster that no unfinished run uses. Designs that name it say so when they run.
         */
        delete: operations["deleteTarget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/targets/{target_id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Target State
         * @description What a cluster has now.
         */
        get: operations["readTargetState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/targets/{target_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test Target
         * @description Try a cluster out: reach it, compare its libraries, run a step there and here, and cancel one.
         */
        post: operations["testTarget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Triggers
         * @description All triggers, each with its next times and what came of the last ones.
         */
        get: operations["listTriggers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triggers/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Schedule
         * @description A schedule that is not saved, in words, with the next times at which it would be due.
         */
        post: operations["previewSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triggers/{trigger_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Trigger
         * @description A trigger with its next times and what came of the last ones.
         */
        get: operations["readTrigger"];
        /**
         * Update Trigger
         * @description Change a trigger. Its kind stays; its runs have the rights of the person who changed it last.
         */
        put: operations["updateTrigger"];
        post?: never;
        /**
         * Delete Trigger
         * @description Delete a trigger. Its runs stay.
         */
        delete: operations["deleteTrigger"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triggers/{trigger_id}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Backfill Trigger
         * @description Run the due times of a range of dates that have no run, one after another; first, see how many there are.
         */
        post: operations["backfillTrigger"];
        /**
         * Cancel Backfill
         * @description Have what is left of a backfill not run.
         */
        delete: operations["cancelBackfill"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triggers/{trigger_id}/firings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Trigger Firings
         * @description The firings of a trigger, newest first, each with its run or why there is none.
         */
        get: operations["listTriggerFirings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triggers/{trigger_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Trigger
         * @description Pause a trigger: nothing fires until it is resumed. A run under way goes on.
         */
        post: operations["pauseTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triggers/{trigger_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Trigger
         * @description Resume a trigger. Times that were due during the pause do not run.
         */
        post: operations["resumeTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triggers/{trigger_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Trigger
         * @description Run the pipeline now, with the values and the data of this trigger.
         */
        post: operations["runTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triggers/{trigger_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Trigger Secret
         * @description Give a web hook a new secret. The one before it works for another day.
         */
        post: operations["rotateTriggerSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triggers/{trigger_id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Skip Next Time
         * @description Let the next time of a schedule pass without a run.
         */
        post: operations["skipNextTime"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workspace Usage
         * @description All workspaces by name, with what they use and may.
         */
        get: operations["listWorkspaceUsage"];
        put?: never;
        /**
         * Create Workspace
         * @description Create a workspace. Its creator owns it.
         */
        post: operations["createWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename Workspace
         * @description Rename a workspace.
         */
        patch: operations["renameWorkspace"];
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Invitations
         * @description The unused invitations.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Create Invitation
         * @description Create a link with which one person without an account becomes a member. It works once, within seven days.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/invitations/{invite_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Invitation
         * @description Withdraw an invitation.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave Workspace
         * @description Leave the workspace.
         */
        post: operations["leaveWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Members
         * @description The members by name.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Add Member
         * @description Make a person with an account a member.
         */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/members/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Member
         * @description End a membership. What the member made stays in the workspace.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Update Member
         * @description Change a member's role.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/quota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Quota
         * @description Set the limits of a workspace. Data over the limit stays, but nothing is added until there is space.
         */
        put: operations["setQuota"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Workspace Usage
         * @description The usage and limits of a workspace.
         */
        get: operations["readWorkspaceUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/usage/largest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Largest Items
         * @description What uses the most space in a workspace.
         */
        get: operations["listLargestItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Webhooks
         * @description The web hooks of a workspace.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create Webhook
         * @description Create a web hook for the events of the workspace.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/webhooks/{hook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Webhook
         * @description Delete a web hook; what waits for it is not sent.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Update Webhook
         * @description Change a web hook, disable it, or enable it again.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/webhooks/{hook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Webhook Deliveries
         * @description The last fifty deliveries.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/webhooks/{hook_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew Webhook Secret
         * @description Give a web hook a new secret.
         */
        post: operations["renewWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{workspace_id}/webhooks/{hook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test Webhook
         * @description Send a test now, and return the response.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/endpoints/form/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Explain Shared Form
         * @description What moved the answer to a filled-in form, and what it would be for other values. Nothing of it is counted.
         */
        post: operations["explainSharedForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/endpoints/form/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Shared Form
         * @description The form behind a link: its columns, with the range or levels that training saw of each.
         */
        post: operations["openSharedForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/endpoints/form/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer Shared Form
         * @description The answer to a filled-in form. It is counted, and its values are kept where the endpoint samples requests.
         */
        post: operations["answerSharedForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountCreate
         * @description An account that is made by a link: `token` is what stands behind `#t=` in it.
         */
        AccountCreate: {
            /** Token */
            token: string;
            /** Login */
            login: string;
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /**
         * AccountRead
         * @description An account.
         */
        AccountRead: {
            /** Id */
            id: string;
            /** Login */
            login: string;
            /** Name */
            name: string;
            /** Owns Server */
            owns_server: boolean;
            /** Owner By Group */
            owner_by_group: boolean;
            /** Has Password */
            has_password: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Disabled At */
            disabled_at: string | null;
        };
        /**
         * AccountUpdate
         * @description Fields that are left out do not change.
         */
        AccountUpdate: {
            /** Disabled */
            disabled?: boolean | null;
            /** Owns Server */
            owns_server?: boolean | null;
        };
        /**
         * AlertEventRead
         * @description A breach, a recovery, or what became of the pipeline that a breach starts.
         */
        AlertEventRead: {
            /** Alert Id */
            alert_id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "breached" | "recovered" | "started" | "not_started";
            /** Words */
            words: string;
            /** Run Id */
            run_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * AnomalyDetails
         * @description The scores of the training data and the threshold; `own_threshold` is that of the detector's own scale.
         */
        AnomalyDetails: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "anomalies";
            /** Rows */
            rows: number;
            /** Anomalies */
            anomalies: number;
            /** Threshold */
            threshold: number;
            /** Own Threshold */
            own_threshold: number;
            histogram: components["schemas"]["Histogram"];
            /** Quantiles */
            quantiles: components["schemas"]["ScoreQuantile"][];
        };
        /**
         * AnswerBars
         * @description The true values of the training data from `low` to `high`, as heights of bars of the same width.
         */
        AnswerBars: {
            /** Low */
            low: number;
            /** High */
            high: number;
            /** Bars */
            bars: number[];
            /** Rows */
            rows: number;
        };
        /**
         * ArtifactRead
         * @description An artifact with its view. The view is null while it is being made.
         */
        ArtifactRead: {
            /** Artifact */
            artifact: string;
            /** Type */
            type: string;
            /** Rows */
            rows: number | null;
            /** Columns */
            columns: number | null;
            /** Bytes */
            bytes: number;
            glance: components["schemas"]["Thumbnail"] | null;
            view: components["schemas"]["ArtifactView"] | null;
        };
        ArtifactView: components["schemas"]["DatasetView"] | components["schemas"]["ModelView"] | components["schemas"]["TransformationView"] | components["schemas"]["EvaluationView"] | components["schemas"]["ImageDirectoryView"] | components["schemas"]["FileView"];
        /**
         * ArtifactWidget
         * @description A stored result. No field shows it: whoever made the design has chosen it.
         */
        ArtifactWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default always
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "artifact";
        };
        /**
         * AskedColumn
         * @description A column that alone predicts far better than the others: it is left out unless it is known in time.
         */
        AskedColumn: {
            /** Name */
            name: string;
            /** Message */
            message: string;
        };
        /**
         * AttributionCreate
         * @description Which change moved this metric of a model of this node, from the run `against`?
         *
         *     `model` is its name in this run, `former_model` that in the run `against`. Without a name it is the first model.
         */
        AttributionCreate: {
            /** Against */
            against: string;
            /** Node */
            node: string;
            /** Metric */
            metric: string;
            /**
             * Model
             * @default
             */
            model: string;
            /**
             * Former Model
             * @default
             */
            former_model: string;
        };
        /**
         * AuditEntryRead
         * @description Something that somebody did. Names are as they were then.
         *
         *     `isolation` is the isolation level of the code of a run or a live preview.
         */
        AuditEntryRead: {
            /** Id */
            id: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Person */
            person: string;
            /** Address */
            address: string;
            /** Action */
            action: string;
            /** Workspace */
            workspace: string;
            /** Subject */
            subject: string;
            /** Design Id */
            design_id: string | null;
            /** Run Id */
            run_id: string | null;
            /** Isolation */
            isolation: string | null;
            /** Details */
            details: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * AutomatedMLView
         * @description A search. `split`, `cross_validation` and `omitted` say with which settings each candidate is a design.
         *
         *     `unlabeled_rows` were left out first. `ensemble_value` is on the folds by whose rows its weights were chosen.
         *     `final_value` is on the held-out rows, `final_interval` half of its 95 % interval. `learner_importance` is the share
         *     of the variance between learners.
         */
        AutomatedMLView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "search";
            /**
             * Task
             * @enum {string}
             */
            task: "two-class" | "multiclass" | "regression";
            /** Label */
            label: string;
            /** Metric */
            metric: string;
            /**
             * Better
             * @enum {string}
             */
            better: "higher" | "lower";
            /** Folds */
            folds: number;
            /** Search Rows */
            search_rows: number;
            /** Held Out Rows */
            held_out_rows: number;
            /** Unlabeled Rows */
            unlabeled_rows: number;
            /** Seconds */
            seconds: number;
            /** Budget Seconds */
            budget_seconds: number;
            /** Ended */
            ended: string;
            /** Best */
            best: number;
            /** Ensemble Value */
            ensemble_value: number | null;
            /** Final Value */
            final_value: number | null;
            /** Final Interval */
            final_interval: number | null;
            /** Candidates */
            candidates: components["schemas"]["TriedCandidate"][];
            /** Columns */
            columns: components["schemas"]["ColumnChoice"][];
            /** Omitted */
            omitted: string[];
            /** Split */
            split: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Cross Validation */
            cross_validation: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Learners */
            learners: components["schemas"]["SearchedLearner"][];
            /** Learner Importance */
            learner_importance: number | null;
        };
        /**
         * Awareness
         * @description Where a tab points and looks; empty until it has said so.
         */
        Awareness: {
            pointer?: components["schemas"]["CanvasPoint"] | null;
            /** Selection */
            selection?: string[];
            sight?: components["schemas"]["CanvasViewport"] | null;
            /** Group */
            group?: string | null;
            /** Away */
            away?: boolean;
        };
        /**
         * AwarenessEvent
         * @description Somebody points or looks elsewhere.
         */
        AwarenessEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "at";
            data: components["schemas"]["AwarenessMessage"];
        };
        /**
         * AwarenessMessage
         * @description Where one tab points and looks now.
         */
        AwarenessMessage: {
            /** Client */
            client: string;
            at: components["schemas"]["Awareness"];
        };
        /**
         * AzureFields
         * @description A container of Azure Blob Storage or Data Lake Storage; without a key, what everybody may read.
         */
        AzureFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "azure";
            /** Account */
            account: string;
            /** Container */
            container: string;
            /**
             * Endpoint
             * @default
             */
            endpoint: string;
            /**
             * Account Key
             * Format: password
             * @default
             */
            account_key: string;
        };
        /**
         * BackfillCreate
         * @description The range of dates whose due times are to run, one after another. With `dry_run` they are only counted.
         */
        BackfillCreate: {
            /**
             * Since
             * Format: date-time
             * @description The start of the range, with a time zone.
             */
            since: string;
            /**
             * Until
             * Format: date-time
             * @description The end of the range, with a time zone.
             */
            until: string;
            /**
             * Dry Run
             * @default true
             */
            dry_run: boolean;
        };
        /**
         * BackfillRead
         * @description How many times a backfill runs, the first and the last of them, and how many have a run already.
         */
        BackfillRead: {
            /** Count */
            count: number;
            /** First */
            first: string | null;
            /** Last */
            last: string | null;
            /** Done */
            done: number;
            /** Started */
            started: boolean;
        };
        /**
         * BatchCreate
         * @description What is to be scored, and where the scores go. The same `key` sent twice is one run.
         */
        BatchCreate: {
            input: components["schemas"]["BatchInput-Input"];
            output: components["schemas"]["BatchOutput-Input"];
            /**
             * Endpoint Version
             * @description Empty: the version that answers most requests when the run starts.
             */
            endpoint_version?: number | null;
            /**
             * Rows Per Chunk
             * @default 65536
             */
            rows_per_chunk: number;
            /**
             * Keep Input Columns
             * @default true
             */
            keep_input_columns: boolean;
            /** Key */
            key?: string | null;
        };
        /**
         * BatchInput
         * @description What is scored: a stored dataset or file, or objects of a bucket (a path that ends with / is a folder).
         */
        "BatchInput-Input": {
            /**
             * Kind
             * @default dataset
             * @enum {string}
             */
            kind: "dataset" | "storage";
            /** Dataset */
            dataset?: string | null;
            /**
             * Version
             * @description Empty: the newest version.
             */
            version?: number | null;
            /** Connection */
            connection?: string | null;
            /**
             * Path
             * @default
             */
            path: string;
        };
        /**
         * BatchInput
         * @description What is scored: a stored dataset or file, or objects of a bucket (a path that ends with / is a folder).
         */
        "BatchInput-Output": {
            /**
             * Kind
             * @default dataset
             * @enum {string}
             */
            kind: "dataset" | "storage";
            /** Dataset */
            dataset: string | null;
            /**
             * Version
             * @description Empty: the newest version.
             */
            version: number | null;
            /** Connection */
            connection: string | null;
            /**
             * Path
             * @default
             */
            path: string;
        };
        /**
         * BatchOutput
         * @description Where the scores go: a dataset or a file of this name, a table of a database, or an object of a bucket.
         */
        "BatchOutput-Input": {
            /**
             * Kind
             * @default dataset
             * @enum {string}
             */
            kind: "dataset" | "parquet" | "csv" | "database" | "storage";
            /**
             * Name
             * @description Of the dataset or file, which gets its next version.
             * @default
             */
            name: string;
            /** Connection */
            connection?: string | null;
            /**
             * Table
             * @default
             */
            table: string;
            /**
             * If The Table Exists
             * @default Append
             * @enum {string}
             */
            if_the_table_exists: "Fail" | "Append" | "Replace";
            /**
             * Path
             * @description In the bucket; .csv is CSV, all else Parquet.
             * @default
             */
            path: string;
        };
        /**
         * BatchOutput
         * @description Where the scores go: a dataset or a file of this name, a table of a database, or an object of a bucket.
         */
        "BatchOutput-Output": {
            /**
             * Kind
             * @default dataset
             * @enum {string}
             */
            kind: "dataset" | "parquet" | "csv" | "database" | "storage";
            /**
             * Name
             * @description Of the dataset or file, which gets its next version.
             * @default
             */
            name: string;
            /** Connection */
            connection: string | null;
            /**
             * Table
             * @default
             */
            table: string;
            /**
             * If The Table Exists
             * @default Append
             * @enum {string}
             */
            if_the_table_exists: "Fail" | "Append" | "Replace";
            /**
             * Path
             * @description In the bucket; .csv is CSV, all else Parquet.
             * @default
             */
            path: string;
        };
        /**
         * BatchProgress
         * @description How many rows are scored, of how many where that is known; and in how many chunks.
         *
         *     `rows` is null of an earlier attempt whose chunks are gone, since a later one has done the work.
         */
        BatchProgress: {
            /** Rows */
            rows: number | null;
            /** Total */
            total: number | null;
            /** Chunks */
            chunks: number;
        };
        /**
         * BatchRead
         * @description A pipeline that scores by an endpoint: from where, and to where.
         */
        BatchRead: {
            /** Pipeline Id */
            pipeline_id: string;
            /** Name */
            name: string;
            /** Design Id */
            design_id: string;
            spec: components["schemas"]["BatchSpec"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * BatchRunRead
         * @description A run of a batch, and how far it came.
         */
        BatchRunRead: {
            run: components["schemas"]["PipelineRunRead"];
            progress: components["schemas"]["BatchProgress"];
        };
        /**
         * BatchSpec
         * @description What is scored by which version of an endpoint, and where the scores go.
         */
        BatchSpec: {
            input: components["schemas"]["BatchInput-Output"];
            output: components["schemas"]["BatchOutput-Output"];
            /**
             * Endpoint Version
             * @description Empty: the version that answers most requests when the run starts.
             */
            endpoint_version: number | null;
            /**
             * Rows Per Chunk
             * @default 65536
             */
            rows_per_chunk: number;
            /**
             * Keep Input Columns
             * @default true
             */
            keep_input_columns: boolean;
        };
        /**
         * BigQueryFields
         * @description A project of Google BigQuery, with the key file of a service account.
         */
        BigQueryFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "bigquery";
            /** Project */
            project: string;
            /**
             * Dataset
             * @default
             */
            dataset: string;
            /**
             * Key File
             * Format: password
             * @default
             */
            key_file: string;
        };
        /**
         * BoundInputRead
         * @description The data or the model that a source had in a run; `declared` where it is an input of the pipeline.
         */
        BoundInputRead: {
            /** Node */
            node: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "dataset" | "file" | "model";
            /** Name */
            name: string;
            /** Version */
            version: number;
            /** Artifact */
            artifact: string;
            /** Dataset Id */
            dataset_id: string | null;
            /** Model Id */
            model_id: string | null;
            /**
             * Declared
             * @default true
             */
            declared: boolean;
        };
        /**
         * BoxPlotRead
         * @description Quartiles, whiskers at the last values within 1.5 times the box, and how many rows lie outside them.
         */
        BoxPlotRead: {
            /** Low */
            low: number;
            /** Q1 */
            q1: number;
            /** Median */
            median: number;
            /** Q3 */
            q3: number;
            /** High */
            high: number;
            /** Mean */
            mean: number;
            /** Outside */
            outside: number;
        };
        /**
         * CalibrationBin
         * @description The mean predicted and the observed share of positives in a bin of probability.
         */
        CalibrationBin: {
            /** Predicted */
            predicted: number;
            /** Observed */
            observed: number;
            /** Rows */
            rows: number;
        };
        /**
         * CancelledRead
         * @description How many times were waiting and do not run.
         */
        CancelledRead: {
            /** Count */
            count: number;
        };
        /**
         * CandidateDesignCreate
         * @description Which candidate of a search is to be a design: the number of its trial, or 0 for the ensemble.
         */
        CandidateDesignCreate: {
            /** Candidate */
            candidate: number;
        };
        /**
         * CandidateModule
         * @description A module of the catalog with the parameters that it was tried with.
         */
        CandidateModule: {
            /** Module */
            module: string;
            /** Parameters */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * CanvasPoint
         * @description A place on the canvas, in the design's coordinates.
         */
        CanvasPoint: {
            /** X */
            x: number;
            /** Y */
            y: number;
        };
        /**
         * CanvasViewport
         * @description The part of the canvas that somebody sees.
         */
        CanvasViewport: {
            /** X */
            x: number;
            /** Y */
            y: number;
            /** Width */
            width: number;
            /** Height */
            height: number;
        };
        /**
         * CatalogRead
         * @description All modules in the order of the palette, and which input port takes which outputs.
         */
        CatalogRead: {
            /** Modules */
            modules: components["schemas"]["ModuleRead"][];
            /** Accepts */
            accepts: {
                [key: string]: ("dataset" | "untrained_model" | "trained_model" | "transformation" | "evaluation" | "file" | "image_directory")[];
            };
        };
        /**
         * ChangeRead
         * @description One difference between two documents, in words. `counts`: whether it can change a result.
         */
        ChangeRead: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "added" | "removed" | "changed";
            /**
             * What
             * @enum {string}
             */
            what: "node" | "parameter" | "edge" | "state" | "module" | "words" | "place" | "design";
            /** Path */
            path: string[];
            /** Node */
            node: string | null;
            /** Words */
            words: string;
            /** Counts */
            counts: boolean;
        };
        /**
         * ChangedEvent
         * @description To visitors who look: the link shows another version now.
         */
        ChangedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "changed";
            data: components["schemas"]["EmptyMessage"];
        };
        /**
         * ChartAxis
         * @description What an axis is called and its ends. `names` stand at `ticks`: categories, or times; empty for plain numbers.
         */
        ChartAxis: {
            /** Title */
            title: string;
            /** Domain */
            domain: [
                number,
                number
            ];
            /** Ticks */
            ticks: number[];
            /** Names */
            names: string[];
        };
        /**
         * ChartBoxes
         * @description Of each category the whiskers, the quartiles and the median.
         */
        ChartBoxes: {
            /** Lowest */
            lowest: number[];
            /** Lower */
            lower: number[];
            /** Median */
            median: number[];
            /** Upper */
            upper: number[];
            /** Highest */
            highest: number[];
        };
        /**
         * ChartLine
         * @description A line behind what is drawn, such as a coast.
         */
        ChartLine: {
            /** Xs */
            xs: number[];
            /** Ys */
            ys: number[];
        };
        /**
         * ChartPanel
         * @description One picture: the rows with one value in the column that the panels are made by, or all rows.
         */
        ChartPanel: {
            /** Name */
            name: string;
            /** Series */
            series: components["schemas"]["ChartSeries"][];
        };
        /**
         * ChartSeries
         * @description What is drawn in one color: places across and up. `hue` counts the colors from 0; -1 is gray.
         *
         *     Of bars and boxes `ys` are the places of the categories, of a histogram `xs` the edges, of a heat map both are
         *     places of cells; a pie has a series for each slice, from one turn to another. `labels` say what each bar, cell or
         *     slice stands for. `weights` say from 0 to 1 how dark each cell is, how large each point of a map, and what share
         *     each slice has.
         */
        ChartSeries: {
            /** Name */
            name: string;
            /** Hue */
            hue: number;
            /** Xs */
            xs: (number | null)[];
            /** Ys */
            ys: (number | null)[];
            /** Labels */
            labels: string[];
            /** Weights */
            weights: (number | null)[];
            boxes: components["schemas"]["ChartBoxes"] | null;
        };
        /**
         * ChartView
         * @description A chart of a table. `rows` are all of its rows, `drawn` those that it stands for.
         *
         *     `single_rows` says that single rows can be told in it, which links that show no rows leave out.
         */
        ChartView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "chart";
            /**
             * Chart
             * @enum {string}
             */
            chart: "bars" | "lines" | "points" | "boxes" | "histogram" | "heat_map" | "map" | "pie";
            /** Title */
            title: string;
            /** Notes */
            notes: string[];
            across: components["schemas"]["ChartAxis"];
            upright: components["schemas"]["ChartAxis"];
            /** Panels */
            panels: components["schemas"]["ChartPanel"][];
            /** Rows */
            rows: number;
            /** Drawn */
            drawn: number;
            /** Single Rows */
            single_rows: boolean;
            /** Outlines */
            outlines: components["schemas"]["ChartLine"][];
            /**
             * Hole
             * @default 0
             */
            hole: number;
            /** Proportion */
            proportion: number | null;
        };
        /**
         * ChoiceWidget
         * @description One of a few values.
         */
        ChoiceWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "choice";
            /** Options */
            options: (string | boolean | number)[];
        };
        /**
         * ClassMetrics
         * @description How well one class is predicted.
         */
        ClassMetrics: {
            /** Class */
            class: string;
            /** Precision */
            precision: number;
            /** Recall */
            recall: number;
            /** F1 */
            f1: number;
            /** Rows */
            rows: number;
        };
        /**
         * CleanupCreate
         * @description Which runs are to go: those that ended more than `days` ago, beside the newest `keep` of each design.
         */
        CleanupCreate: {
            /**
             * Days
             * @default 30
             */
            days: number;
            /**
             * Keep
             * @default 5
             */
            keep: number;
            /**
             * Runs
             * @description Only these runs.
             */
            runs?: string[] | null;
            /**
             * Dry
             * @description Only report what would be deleted.
             * @default true
             */
            dry: boolean;
        };
        /**
         * CleanupRead
         * @description What will be deleted, or was deleted.
         */
        CleanupRead: {
            /** Done */
            done: boolean;
            /** Runs */
            runs: components["schemas"]["CleanupRun"][];
            /** Artifacts */
            artifacts: number;
            /** Bytes */
            bytes: number;
            /** Kept */
            kept: components["schemas"]["RetainedItemRead"][];
        };
        /**
         * CleanupRun
         * @description A run that will be deleted.
         */
        CleanupRun: {
            /** Id */
            id: string;
            /** Number */
            number: number;
            /** Design Name */
            design_name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * ClusterDetails
         * @description Clusters that training found, of which the first 50 of `found` are described.
         *
         *     `points` are up to 1,000 rows drawn at random, in the plane of the two main axes; `axes` is the share of the
         *     variance along each of these.
         */
        ClusterDetails: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "clusters";
            /** Rows */
            rows: number;
            /** Left Out */
            left_out: number;
            /** Noise */
            noise: number;
            /** Found */
            found: number;
            /** Clusters */
            clusters: components["schemas"]["ClusterSummary"][];
            /** Points */
            points: [
                number,
                number,
                number
            ][];
            /** Axes */
            axes: number[];
            /** Profile */
            profile: components["schemas"]["ClusterProfile"][];
            dendrogram: components["schemas"]["DendrogramTree"] | null;
            /** Figures */
            figures: components["schemas"]["NamedFigure"][];
        };
        /**
         * ClusterProfile
         * @description What is typical of each cluster in one feature: the mean or the commonest value.
         *
         *     `values` and `differences` are in the order of the clusters. Differences of numbers are in standard deviations of
         *     all rows, those of other values in shares.
         */
        ClusterProfile: {
            /** Feature */
            feature: string;
            /**
             * Type
             * @enum {string}
             */
            type: "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other";
            /** Overall */
            overall: number | string;
            /** Values */
            values: (number | string | null)[];
            /** Differences */
            differences: (number | null)[];
        };
        /**
         * ClusterSummary
         * @description The size of a cluster, its center in the plane of the two main axes, and how far its rows lie from it.
         */
        ClusterSummary: {
            /** Cluster */
            cluster: number;
            /** Rows */
            rows: number;
            /** Center */
            center: [
                number,
                number
            ];
            /** Average Distance */
            average_distance: number | null;
            /** Maximal Distance */
            maximal_distance: number | null;
        };
        /**
         * ClusteringDetails
         * @description The evaluation of a clustering. `without` rows are in no cluster; silhouettes are those of `sampled` rows.
         */
        ClusteringDetails: {
            /**
             * Kind
             * @default clustering
             * @constant
             */
            kind: "clustering";
            /** Rows */
            rows: number;
            /** Without */
            without: number;
            /** Sampled */
            sampled: number | null;
            /** Clusters */
            clusters: components["schemas"]["MeasuredCluster"][];
            /** Points */
            points: [
                number,
                number,
                number
            ][];
            /** Axes */
            axes: number[];
            /** Profile */
            profile: components["schemas"]["ClusterProfile"][];
            label: components["schemas"]["LabelCounts"] | null;
        };
        /**
         * ClustersThumbnail
         * @description Clusters: rows in the plane of their two main axes.
         */
        ClustersThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "clusters";
            /** Points */
            points: [
                number,
                number,
                number
            ][];
        };
        /**
         * CodeErrorRead
         * @description Why the code is no design, and where.
         */
        CodeErrorRead: {
            range: components["schemas"]["CodeRangeRead"];
            /** Message */
            message: string;
            fix: components["schemas"]["CodeFixRead"] | null;
        };
        /**
         * CodeFindingRead
         * @description A problem that the design would have, and where it lies in the code.
         */
        CodeFindingRead: {
            /** Node */
            node: string | null;
            /** Field */
            field: string | null;
            /** Message */
            message: string;
            fix: components["schemas"]["FixRead"] | null;
            /**
             * Severity
             * @default error
             * @enum {string}
             */
            severity: "error" | "advice";
            /**
             * Rule
             * @default
             */
            rule: string;
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Silence
             * @default []
             */
            silence: components["schemas"]["Edit"][];
            range: components["schemas"]["CodeRangeRead"] | null;
        };
        /**
         * CodeFixRead
         * @description What the button says, and the text that it puts in place of the range.
         */
        CodeFixRead: {
            /** Label */
            label: string;
            range: components["schemas"]["CodeRangeRead"];
            /** Text */
            text: string;
        };
        /**
         * CodeInputFile
         * @description A table that the code reads: save the result of this port under this name.
         */
        CodeInputFile: {
            /** Name */
            name: string;
            /** Node */
            node: string;
            /** Port */
            port: string;
            /** Title */
            title: string;
            /** Artifact */
            artifact: string | null;
        };
        /**
         * CodeRangeRead
         * @description From one place of the code to another: lines from 1, columns from 0 in UTF-16 units.
         */
        CodeRangeRead: {
            /** First Line */
            first_line: number;
            /** First Column */
            first_column: number;
            /** Last Line */
            last_line: number;
            /** Last Column */
            last_column: number;
        };
        /**
         * CodeReadingRead
         * @description What code says: the edits that lead to it from the design that it was written from, or why it is no design.
         */
        CodeReadingRead: {
            /** Errors */
            errors: components["schemas"]["CodeErrorRead"][];
            /** Edits */
            edits: components["schemas"]["Edit"][];
            /** Changes */
            changes: components["schemas"]["ChangeRead"][];
            /** Findings */
            findings: components["schemas"]["CodeFindingRead"][];
            /** Lines */
            lines: {
                [key: string]: [
                    number,
                    number
                ];
            };
            /** Document */
            document: components["schemas"]["Design"] | null;
            /**
             * Steps To Run
             * @default 0
             */
            steps_to_run: number;
            /**
             * Steps Known
             * @default 0
             */
            steps_known: number;
        };
        /**
         * CodeToRead
         * @description Code, and the design that it was written from.
         */
        CodeToRead: {
            /** Document */
            document: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Text */
            text: string;
        };
        /**
         * CodeWidget
         * @description An editor for code.
         */
        CodeWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "code";
            /**
             * Language
             * @enum {string}
             */
            language: "python" | "sql" | "r" | "text";
            /** Min Length */
            min_length: number | null;
        };
        /**
         * CoefficientsView
         * @description The weights of a linear model for one class; null for a regression, and the positive class of two.
         */
        CoefficientsView: {
            /** Class */
            class: string | null;
            /** Intercept */
            intercept: number;
            /** Weights */
            weights: components["schemas"]["FeatureWeight"][];
        };
        /**
         * ColumnChoice
         * @description Whether a column is learned from, and why. `may_be_kept` says that somebody may decide otherwise.
         */
        ColumnChoice: {
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other";
            /** Used */
            used: boolean;
            /** Reason */
            reason: string;
            /**
             * Leak
             * @default false
             */
            leak: boolean;
            /**
             * May Be Kept
             * @default false
             */
            may_be_kept: boolean;
        };
        /**
         * ColumnContribution
         * @description A column, and how far it moves a prediction on average; `reach` is half the width of its 95 % interval.
         */
        ColumnContribution: {
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other";
            /** Mean */
            mean: number;
            /** Reach */
            reach: number;
        };
        /**
         * ColumnDrift
         * @description A column of requests beside that of the training data.
         *
         *     `training` and `requests` are shares of the same bins. `outside` is the share of values below and above the training
         *     range, or of levels that training did not see. PSI and KS are null where there are too few values.
         */
        ColumnDrift: {
            /** Name */
            name: string;
            /**
             * Edges
             * @default []
             */
            edges: number[];
            /**
             * Levels
             * @default []
             */
            levels: string[];
            /** Training */
            training: number[];
            /** Requests */
            requests: number[];
            /**
             * Below
             * @default 0
             */
            below: number;
            /**
             * Above
             * @default 0
             */
            above: number;
            /**
             * Other
             * @default 0
             */
            other: number;
            /**
             * Missing
             * @default 0
             */
            missing: number;
            /** Values */
            values: number;
            /** Psi */
            psi: number | null;
            /** Limit */
            limit: number | null;
            /** Ks */
            ks: number | null;
            /**
             * Verdict
             * @default unknown
             * @enum {string}
             */
            verdict: "unknown" | "steady" | "drifted";
        };
        /**
         * ColumnInteraction
         * @description How far two columns together move a prediction on average, beyond what each of them adds alone.
         */
        ColumnInteraction: {
            /** First */
            first: string;
            /** Second */
            second: string;
            /** Mean */
            mean: number;
        };
        /**
         * ColumnNamesWidget
         * @description Some columns by their names, in the order of choosing.
         */
        ColumnNamesWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /** Port */
            port: string;
            /** Types */
            types: ("integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other")[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "column_names";
        };
        /**
         * ColumnProfile
         * @description What a column holds.
         *
         *     `distinct` is null where counting would be slow. Columns of numbers and times have a histogram; the edges of times
         *     are milliseconds since 1970 UTC. Columns of text, categories and booleans have their commonest values, at most 20.
         *     `box` has the lower whisker, the quartiles and the upper whisker of numbers.
         */
        ColumnProfile: {
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other";
            /**
             * Role
             * @enum {string}
             */
            role: "feature" | "label" | "score" | "weight" | "time" | "series" | "group" | "none";
            /** Missing */
            missing: number;
            /** Distinct */
            distinct: number | null;
            /** Min */
            min: boolean | number | string | null;
            /** Max */
            max: boolean | number | string | null;
            /** Mean */
            mean: number | null;
            /** Median */
            median: number | null;
            /** Std */
            std: number | null;
            histogram: components["schemas"]["Histogram"] | null;
            /** Top */
            top: components["schemas"]["ValueCount"][] | null;
            /** Box */
            box?: [
                number,
                number,
                number,
                number,
                number
            ] | null;
        };
        /**
         * ColumnReading
         * @description What somebody decided of one column; the rest is found out.
         */
        ColumnReading: {
            /**
             * Name
             * @description Another name. Empty: the file's.
             */
            name?: string | null;
            /**
             * Type
             * @description Empty: found out by the values.
             */
            type?: ("text" | "category" | "integer" | "real" | "percent" | "boolean" | "datetime") | null;
            /**
             * Date Order
             * @description Which number of a date comes first.
             * @default auto
             * @enum {string}
             */
            date_order: "auto" | "day first" | "month first";
            /**
             * Unit
             * @description Numbers in other units are converted to this one, such as kg.
             */
            unit?: string | null;
        };
        /**
         * ColumnReport
         * @description A column as it is read, why so, and what became of its values.
         */
        ColumnReport: {
            /** Source */
            source: string;
            /** Name */
            name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "text" | "category" | "integer" | "real" | "percent" | "boolean" | "datetime";
            /** Reason */
            reason: string;
            /** Converted */
            converted: boolean;
            /** Chosen */
            chosen: boolean;
            /** Undecided */
            undecided: ("day or month" | "decimal or thousands") | null;
            /** Offers */
            offers: ("text" | "category" | "integer" | "real" | "percent" | "boolean" | "datetime")[];
            /** Unit */
            unit: string;
            /** Convertible Units */
            convertible_units: string[];
            /** Date Order */
            date_order: ("auto" | "day first" | "month first") | null;
            /** Missing */
            missing: number;
            /** Missing Words */
            missing_words: {
                [key: string]: number;
            };
            /** Failed */
            failed: number;
            /** Failed Row */
            failed_row: number | null;
            /** Failed Text */
            failed_text: string;
            /** Written Example */
            written_example: string | null;
            /** Read Example */
            read_example: string | null;
            /** Bars */
            bars: number[];
            /** Low */
            low: string;
            /** High */
            high: string;
        };
        /**
         * ColumnSummary
         * @description A column without what it holds.
         */
        ColumnSummary: {
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other";
            /**
             * Role
             * @enum {string}
             */
            role: "feature" | "label" | "score" | "weight" | "time" | "series" | "group" | "none";
        };
        /**
         * ColumnWidget
         * @description One column by its name.
         */
        ColumnWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /** Port */
            port: string;
            /** Types */
            types: ("integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other")[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "column";
        };
        /**
         * ColumnsWidget
         * @description A choice of columns that holds for other data as well: a `Columns`.
         */
        ColumnsWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /** Port */
            port: string;
            /** Types */
            types: ("integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other")[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "columns";
        };
        /**
         * CommentBody
         * @description A comment, in Markdown.
         */
        CommentBody: {
            /** Text */
            text: string;
        };
        /**
         * CommentRead
         * @description What somebody wrote. `own`: by whoever asks.
         */
        CommentRead: {
            /** Id */
            id: string;
            /** Person */
            person: string;
            /** Own */
            own: boolean;
            /** Text */
            text: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Edited At */
            edited_at: string | null;
        };
        /**
         * CommentsEvent
         * @description A thread has changed.
         */
        CommentsEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "comments";
            /** Id */
            id: number;
            data: components["schemas"]["CommentsMessage"];
        };
        /**
         * CommentsMessage
         * @description Something was said in a thread; visitors are not told in which.
         */
        CommentsMessage: {
            /** Thread */
            thread?: string;
        };
        /**
         * ComparedMetric
         * @description A metric of one model of an evaluation in all runs, null where it was not measured.
         *
         *     `models` are the names of the model in each run: the same model under the same name, else that at the same input.
         */
        ComparedMetric: {
            /** Node */
            node: string;
            /** Title */
            title: string;
            /** Models */
            models: (string | null)[];
            /** Metric */
            metric: string;
            /** Values */
            values: (number | null)[];
        };
        /**
         * ComparedNode
         * @description A node in all runs, null where it took no part.
         */
        ComparedNode: {
            /** Node */
            node: string;
            /** Title */
            title: string;
            /** Steps */
            steps: (components["schemas"]["ComparedStep"] | null)[];
        };
        /**
         * ComparedStep
         * @description A node in one of the runs.
         */
        ComparedStep: {
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "succeeded" | "reused" | "failed" | "skipped" | "cancelled";
            /** Seconds */
            seconds: number | null;
            /** Outputs */
            outputs: {
                [key: string]: components["schemas"]["OutputRead"];
            };
            /** Columns */
            columns: {
                [key: string]: {
                    [key: string]: string;
                };
            };
        };
        /**
         * ComponentDetails
         * @description Principal components: the share of the variance along each, and weights[component][column].
         *
         *     `points` are the first two components of up to 1,000 rows.
         */
        ComponentDetails: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "components";
            /** Explained */
            explained: number[];
            /** Columns */
            columns: string[];
            /** Weights */
            weights: number[][];
            /** Points */
            points: [
                number,
                number
            ][];
        };
        /**
         * ConditionsWidget
         * @description Conditions on the rows of the dataset at an input port.
         */
        ConditionsWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "conditions";
            /** Port */
            port: string;
        };
        /**
         * ConnectionCreate
         * @description A connection with its secret. In a replacement, a secret that is left out stays as it is.
         */
        ConnectionCreate: {
            /** Name */
            name: string;
            /** Fields */
            fields: components["schemas"]["PostgresqlFields"] | components["schemas"]["MysqlFields"] | components["schemas"]["SqlServerFields"] | components["schemas"]["OracleFields"] | components["schemas"]["OdbcFields"] | components["schemas"]["SnowflakeFields"] | components["schemas"]["BigQueryFields"] | components["schemas"]["S3Fields"] | components["schemas"]["AzureFields"] | components["schemas"]["GcsFields"] | components["schemas"]["SftpFields"] | components["schemas"]["RestFields"];
        };
        /**
         * ConnectionSummary
         * @description A connection without its secret. `fields` are null where the key of this server does not open it.
         */
        ConnectionSummary: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Kind */
            kind: string;
            /** Fields */
            fields: {
                [key: string]: string | number;
            } | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * ConnectionTestRead
         * @description Whether the connection works, in a sentence.
         */
        ConnectionTestRead: {
            /** Works */
            works: boolean;
            /** Message */
            message: string;
        };
        /**
         * ConnectionWidget
         * @description A stored connection of one of some kinds.
         */
        ConnectionWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default always
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "connection";
            /** Connection Kinds */
            connection_kinds: (("postgresql" | "mysql" | "sqlserver" | "oracle" | "odbc" | "snowflake" | "bigquery") | ("s3" | "azure" | "gcs" | "sftp") | "rest")[];
        };
        /**
         * ConversionLineRead
         * @description How one step was taken over, and what is different. A placeholder keeps its settings, and runs nothing.
         */
        ConversionLineRead: {
            /** Title */
            title: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "converted" | "approximated" | "placeholder";
            /** Text */
            text: string;
            /** Node */
            node: string;
        };
        /**
         * CorrelationRead
         * @description Pearson's r of pairs of columns, null where it is not defined; of many rows an evenly spaced sample is used.
         */
        CorrelationRead: {
            /** Columns */
            columns: string[];
            /** Left Out */
            left_out: number;
            /** Rows */
            rows: number;
            /** Used */
            used: number;
            /** Matrix */
            matrix: (number | null)[][];
        };
        /**
         * Credentials
         * @description The name and password to sign in with.
         */
        Credentials: {
            /** Login */
            login: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /**
         * CurveThumbnail
         * @description An evaluation of two classes: a ROC curve for each model.
         */
        CurveThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "curve";
            /** Series */
            series: [
                number,
                number
            ][][];
        };
        /**
         * CustomModule
         * @description A module that a user wrote for this design: the source of a Python function.
         */
        CustomModule: {
            /** Code */
            code: string;
        };
        /**
         * Dashboard
         * @description A page of tiles. It changes nothing of what runs.
         */
        Dashboard: {
            /** Title */
            title: string;
            /**
             * Tiles
             * @default {}
             */
            tiles: {
                [key: string]: components["schemas"]["DashboardTile"] | components["schemas"]["JsonValue"];
            };
        };
        /**
         * DashboardTile
         * @description One part of a dashboard, at a place of the grid.
         *
         *     A result shows what leaves a port of a node, by one of its tabs; a number shows one figure of its table. A filter
         *     chooses values of a column for all tiles whose table has it, and an input is a parameter of a node.
         */
        DashboardTile: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "result" | "number" | "text" | "filter" | "input";
            /**
             * X
             * @default 0
             */
            x: number;
            /**
             * Y
             * @default 0
             */
            y: number;
            /**
             * Width
             * @default 6
             */
            width: number;
            /**
             * Height
             * @default 6
             */
            height: number;
            /** Title */
            title?: string | null;
            /** Node */
            node?: string | null;
            /** Port */
            port?: string | null;
            /** Show */
            show?: string | null;
            /** Column */
            column?: string | null;
            /** Parameter */
            parameter?: string | null;
            /**
             * Text
             * @default
             */
            text: string;
        };
        /**
         * DataChangeSettings
         * @description Which data starts a run when it changes.
         */
        DataChangeSettings: {
            /**
             * Source
             * @description `dataset` of Designery, `url` of a file, `storage` for an S3 object or prefix, or `database`.
             * @enum {string}
             */
            source: "dataset" | "url" | "storage" | "database";
            /**
             * Dataset
             * @description The id of the dataset.
             * @default
             */
            dataset: string;
            /**
             * Url
             * @description The address of the file.
             * @default
             */
            url: string;
            /**
             * Connection
             * @description The name of the connection.
             * @default
             */
            connection: string;
            /**
             * Path
             * @description An object in the bucket, or a folder that ends with a slash: then any object in it counts.
             * @default
             */
            path: string;
            /**
             * Query
             * @description A query; a run starts when its result changes.
             * @default
             */
            query: string;
            /**
             * Every Seconds
             * @description How often to look, in seconds.
             * @default 600
             */
            every_seconds: number;
            /**
             * Overlap
             * @description What happens when an earlier run of this trigger has not ended: `skip` the new one, `queue` one, or `allow` both at once.
             * @default queue
             * @enum {string}
             */
            overlap: "skip" | "queue" | "allow";
        };
        /**
         * DatasetChoiceCreate
         * @description A version of a dataset or file; null is the newest one.
         */
        DatasetChoiceCreate: {
            /** Dataset */
            dataset: string;
            /** Version */
            version?: number | null;
        };
        /**
         * DatasetColumns
         * @description The names of a table's columns, the first thousand of them.
         */
        DatasetColumns: {
            /** Dataset */
            dataset: string;
            /** Columns */
            columns: string[];
        };
        /**
         * DatasetSource
         * @description A dataset that a model was made of; the id and version are null for what came from elsewhere.
         */
        DatasetSource: {
            /** Node */
            node: string;
            /** Artifact */
            artifact: string;
            /** Dataset */
            dataset: string | null;
            /**
             * Name
             * @default
             */
            name: string;
            /** Version */
            version: number | null;
        };
        /**
         * DatasetSummary
         * @description A dataset at its newest version, and its earlier versions.
         */
        DatasetSummary: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "table" | "file";
            /** Version */
            version: number;
            /** Versions */
            versions: components["schemas"]["DatasetVersionRead"][];
            /** Artifact */
            artifact: string;
            /** Rows */
            rows: number;
            /** Columns */
            columns: number;
            /** Bytes */
            bytes: number;
            /** File Name */
            file_name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Notices */
            notices: string[];
            glance: components["schemas"]["Thumbnail"] | null;
            /** Source */
            source: string;
            /** Attribution */
            attribution: string | null;
            /** Can Read Again */
            can_read_again: boolean;
            reading: components["schemas"]["ReadingOptions"] | null;
        };
        /**
         * DatasetUpdate
         * @description A new name.
         */
        DatasetUpdate: {
            /** Name */
            name: string;
        };
        /**
         * DatasetVersionRead
         * @description One version of a dataset.
         */
        DatasetVersionRead: {
            /** Version */
            version: number;
            /** Artifact */
            artifact: string;
            /** Rows */
            rows: number;
            /** Columns */
            columns: number;
            /** Bytes */
            bytes: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** File Name */
            file_name: string;
            /** Can Read Again */
            can_read_again: boolean;
            reading: components["schemas"]["ReadingOptions"] | null;
        };
        /**
         * DatasetVersionWidget
         * @description The version of the chosen dataset; null is the newest. The picker of datasets draws it.
         */
        DatasetVersionWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dataset_version";
        };
        /**
         * DatasetView
         * @description A table.
         *
         *     `profiled` is the number of columns that are described, `width` the number of all columns where there are more.
         *     `shown_as` is a view of its own beside the table, `remark` a sentence on how its rows came to be these.
         */
        DatasetView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dataset";
            /** Rows */
            rows: number;
            /** Columns */
            columns: components["schemas"]["ColumnProfile"][];
            /** Profiled */
            profiled: number;
            /** Width */
            width?: number;
            /** Shown As */
            shown_as?: components["schemas"]["TableView"];
            /** Remark */
            remark?: string;
        };
        /**
         * DatasetWidget
         * @description A dataset of the workspace, or a file as it was uploaded. The picker has the version in it.
         */
        DatasetWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default always
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dataset";
            /**
             * Accepts
             * @enum {string}
             */
            accepts: "table" | "file";
        };
        /**
         * DecisionTreeNode
         * @description A node; a leaf asks nothing. `value` is the mean of a regression; classes have `shares` instead.
         */
        DecisionTreeNode: {
            /** Rows */
            rows: number;
            /** Impurity */
            impurity: number;
            /** Value */
            value: number | null;
            /** Shares */
            shares: number[];
            question: components["schemas"]["TreeQuestion"] | null;
        };
        /**
         * DecisionTreeView
         * @description A tree. The root is the first of the nodes; `hidden` nodes lie too deep to be drawn.
         */
        DecisionTreeView: {
            /** Nodes */
            nodes: components["schemas"]["DecisionTreeNode"][];
            /** Depth */
            depth: number;
            /** Leaves */
            leaves: number;
            /** Hidden */
            hidden: number;
        };
        /**
         * Declarations
         * @description All that a version declares.
         */
        Declarations: {
            /**
             * Parameters
             * @default []
             */
            parameters: components["schemas"]["DeclaredParameter"][];
            /**
             * Inputs
             * @default []
             */
            inputs: components["schemas"]["DeclaredInput"][];
            /**
             * Outputs
             * @default []
             */
            outputs: components["schemas"]["DeclaredOutput"][];
        };
        /**
         * DeclaredInput
         * @description Data that each run may set, and the dataset or file that it has otherwise; the newest version for null.
         */
        DeclaredInput: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Node */
            node: string;
            /**
             * Accepts
             * @enum {string}
             */
            accepts: "dataset" | "file";
            /** Dataset */
            dataset: string | null;
            /** Version */
            version: number | null;
        };
        /**
         * DeclaredOutput
         * @description A port whose value becomes a version of the dataset, model or file that is named.
         */
        DeclaredOutput: {
            /** Name */
            name: string;
            /** Node */
            node: string;
            /** Node Title */
            node_title: string;
            /** Port */
            port: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "dataset" | "model" | "file";
            /** Stored As */
            stored_as: string;
        };
        /**
         * DeclaredParameter
         * @description A value that each run may set: which field of which node, how its form field looks, and what it is otherwise.
         */
        DeclaredParameter: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Node */
            node: string;
            /** Node Title */
            node_title: string;
            /** Parameter */
            parameter: string;
            /** Widget */
            widget: components["schemas"]["ArtifactWidget"] | components["schemas"]["DatasetWidget"] | components["schemas"]["DatasetVersionWidget"] | components["schemas"]["ModelWidget"] | components["schemas"]["ModelVersionWidget"] | components["schemas"]["ConnectionWidget"] | components["schemas"]["RefreshedWidget"] | components["schemas"]["SecretsWidget"] | components["schemas"]["EnvironmentWidget"] | components["schemas"]["LoopSettingWidget"] | components["schemas"]["CodeWidget"] | components["schemas"]["FormulaWidget"] | components["schemas"]["RowsWidget"] | components["schemas"]["ConditionsWidget"] | components["schemas"]["ColumnWidget"] | components["schemas"]["ColumnNamesWidget"] | components["schemas"]["ColumnsWidget"] | components["schemas"]["ChoiceWidget"] | components["schemas"]["SwitchWidget"] | components["schemas"]["NumberWidget"] | components["schemas"]["MultilineWidget"] | components["schemas"]["TextWidget"] | components["schemas"]["ListWidget"] | components["schemas"]["JsonWidget"];
            default: components["schemas"]["JsonValue"];
            /** Due Time */
            due_time: ("date" | "moment") | null;
        };
        /**
         * DefaultTarget
         * @description The target of the designs of a workspace that name none; null is the machine of the server.
         */
        DefaultTarget: {
            /** Compute Target */
            compute_target: string | null;
        };
        /**
         * DendrogramLeaf
         * @description The rows that were merged below it, and their cluster where it is one.
         */
        DendrogramLeaf: {
            /** Rows */
            rows: number;
            /** Cluster */
            cluster: number | null;
        };
        /**
         * DendrogramMerge
         * @description The place and height of both halves, and the height at which they were merged.
         */
        DendrogramMerge: {
            /** Halves */
            halves: [
                [
                    number,
                    number
                ],
                [
                    number,
                    number
                ]
            ];
            /** Height */
            height: number;
            /** Cluster */
            cluster: number | null;
        };
        /**
         * DendrogramTree
         * @description Leaves from left to right and merges from the bottom up. The clusters are what lies below the height `cut`.
         */
        DendrogramTree: {
            /** Leaves */
            leaves: components["schemas"]["DendrogramLeaf"][];
            /** Merges */
            merges: components["schemas"]["DendrogramMerge"][];
            /** Cut */
            cut: number;
            /** Height */
            height: number;
        };
        /**
         * DependenceSeries
         * @description The mean prediction at each value of the grid, for a class or quantile.
         */
        DependenceSeries: {
            /** Name */
            name: string | null;
            /** Values */
            values: number[];
        };
        /**
         * DeploymentCreate
         * @description What is to be deployed: an inference design, or a version of a registered model by its number or an alias.
         */
        DeploymentCreate: {
            /** Design */
            design?: string | null;
            /**
             * Model
             * @description The name of a registered model.
             */
            model?: string | null;
            /**
             * Version
             * @description A number, an alias, or `newest`.
             * @default newest
             */
            version: string;
            /**
             * Share
             * @description The percentage of requests once its own test rows passed.
             * @default 100
             */
            share: number;
            /**
             * Shadow
             * @description Compare its answers with those that are returned.
             * @default false
             */
            shadow: boolean;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Onnx
             * @description Answer single rows by the model as ONNX where that gives the same on sample rows.
             * @default true
             */
            onnx: boolean;
        };
        /**
         * DeploymentRead
         * @description A deployment. `requests`, latencies in seconds and failures are those of the last 24 hours.
         *
         *     `running` replicas hold it in memory; of a shadow, so many answers were `compared` and so many were `different`.
         */
        DeploymentRead: {
            /** Number */
            number: number;
            source: components["schemas"]["DeploymentSource"];
            /** Note */
            note: string;
            /**
             * State
             * @enum {string}
             */
            state: "testing" | "ready" | "failed";
            /** Reason */
            reason: string;
            /** Share */
            share: number;
            /** Shadow */
            shadow: boolean;
            /** Trusted */
            trusted: boolean;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Requests */
            requests: number;
            /** P50 */
            p50: number | null;
            /** P95 */
            p95: number | null;
            /** Failed */
            failed: number;
            /** Refused */
            refused: number;
            /** Running */
            running: number;
            /** Starting */
            starting: boolean;
            onnx: components["schemas"]["OnnxChoice"];
            /** Compared */
            compared: number;
            /** Different */
            different: number;
        };
        /**
         * DeploymentSource
         * @description Where a deployment came from: a version of a registered model, or a design at a revision.
         */
        DeploymentSource: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "model" | "design";
            /** Name */
            name: string;
            /** Model Id */
            model_id: string | null;
            /** Version */
            version: number | null;
            /** Learner */
            learner: string | null;
            /**
             * Metrics
             * @default {}
             */
            metrics: {
                [key: string]: number;
            };
            /** Design Id */
            design_id: string | null;
            /** Revision */
            revision: number | null;
        };
        /**
         * Designery design
         * @description A named graph. Fields that this version does not know survive a round trip.
         */
        Design: {
            /**
             * Format
             * @default 2
             * @constant
             */
            format: 2;
            /**
             * Name
             * @default Untitled design
             */
            name: string;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Nodes
             * @default {}
             */
            nodes: {
                [key: string]: components["schemas"]["Node"];
            };
            /**
             * Notes
             * @default {}
             */
            notes: {
                [key: string]: components["schemas"]["Note"] | components["schemas"]["JsonValue"];
            };
            /**
             * Groups
             * @default {}
             */
            groups: {
                [key: string]: components["schemas"]["NodeGroup"] | components["schemas"]["JsonValue"];
            };
            /**
             * Dashboards
             * @default {}
             */
            dashboards: {
                [key: string]: components["schemas"]["Dashboard"] | components["schemas"]["JsonValue"];
            };
            /**
             * Parameters
             * @default {}
             */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Modules
             * @default {}
             */
            modules: {
                [key: string]: components["schemas"]["CustomModule"];
            };
            /**
             * Pipeline
             * @default {
             *       "parameters": {},
             *       "inputs": {},
             *       "outputs": {}
             *     }
             */
            pipeline: components["schemas"]["PipelineDeclarations"] | components["schemas"]["JsonValue"];
            /** Compute Target */
            compute_target?: string | null;
        };
        /**
         * DesignAnalysisRead
         * @description What is known of a design without running it: what keeps it from running, advice, columns, and known results.
         */
        DesignAnalysisRead: {
            /** Revision */
            revision: number;
            /** Trusted */
            trusted: boolean;
            /** Waiting */
            waiting: {
                [key: string]: string;
            };
            /** Waiting Since */
            waiting_since: string | null;
            /** Problems */
            problems: components["schemas"]["ProblemRead"][];
            /** Advice */
            advice: components["schemas"]["ProblemRead"][];
            /** Silenced */
            silenced: components["schemas"]["ProblemRead"][];
            /** Tables */
            tables: components["schemas"]["PortTable"][];
            /** Schemas */
            schemas: {
                [key: string]: number | null;
            };
            /** Changed */
            changed: string[];
            /** Modules */
            modules: components["schemas"]["ModuleRead"][];
            /** Known */
            known: {
                [key: string]: components["schemas"]["OutputRead"];
            };
        };
        /**
         * DesignCopyRead
         * @description The design that a copy made.
         */
        DesignCopyRead: {
            /** Id */
            id: string;
        };
        /**
         * DesignCreate
         * @description What a new design starts from: nothing, a document, a sample, a design that is there, its version or its run.
         */
        DesignCreate: {
            /** Name */
            name?: string | null;
            /** Document */
            document?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Sample */
            sample?: string | null;
            /** Copy Of */
            copy_of?: string | null;
            /** Version */
            version?: string | null;
            /** Run */
            run?: string | null;
        };
        /**
         * DesignDiffRead
         * @description What lies between two documents, and the documents.
         */
        DesignDiffRead: {
            /** Changes */
            changes: components["schemas"]["ChangeRead"][];
            /** Old */
            old: components["schemas"]["Design"];
            /** New */
            new: components["schemas"]["Design"];
        };
        /**
         * DesignImportRead
         * @description The design that was made of a file. Code of the other tool is not taken over.
         */
        DesignImportRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Tool */
            tool: string;
            /** Lines */
            lines: components["schemas"]["ConversionLineRead"][];
        };
        /**
         * DesignPreviewRead
         * @description The sample of one revision: `state` is "superseded" for a newer edit and "paused" while a run is under way.
         */
        DesignPreviewRead: {
            /** Revision */
            revision: number;
            /**
             * State
             * @enum {string}
             */
            state: "done" | "superseded" | "paused";
            /**
             * Rows
             * @default 500
             */
            rows: number;
            /**
             * Nodes
             * @default {}
             */
            nodes: {
                [key: string]: components["schemas"]["PreviewNode"];
            };
            /**
             * Seconds
             * @default 0
             */
            seconds: number;
            /**
             * Computed
             * @default 0
             */
            computed: number;
        };
        /**
         * DesignRead
         * @description A design at its newest revision.
         */
        DesignRead: {
            /** Id */
            id: string;
            /** Revision */
            revision: number;
            /** Document */
            document: components["schemas"]["Design"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Trusted */
            trusted: boolean;
        };
        /**
         * DesignRunSummary
         * @description A run in the list of all designs.
         */
        DesignRunSummary: {
            /** Id */
            id: string;
            /** Number */
            number: number;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Seconds */
            seconds: number | null;
            /** Done */
            done: number;
            /** Total */
            total: number;
            /** Evaluations */
            evaluations: {
                [key: string]: components["schemas"]["ModelMetrics"][];
            };
            /** Revision */
            revision: number;
            /** Tags */
            tags: string[];
            /** Note */
            note: string;
            /** Bytes */
            bytes: number;
            /** Design Id */
            design_id: string;
            /** Design Name */
            design_name: string;
        };
        /**
         * DesignSummary
         * @description A design in a list.
         */
        DesignSummary: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Modules */
            modules: number;
            picture: components["schemas"]["GraphPicture"];
            last_run: components["schemas"]["RunSummary"] | null;
            glance: components["schemas"]["Thumbnail"] | null;
        };
        /**
         * DeviceLoginCreate
         * @description The token that is allowed, by its hash, and the name of the program and machine that has it.
         */
        DeviceLoginCreate: {
            /** Token Hash */
            token_hash: string;
            /** Name */
            name: string;
            /**
             * Days
             * @default 90
             */
            days: number;
        };
        /**
         * DistributionGroupRead
         * @description The rows of one group; the name of the others is empty.
         */
        DistributionGroupRead: {
            /** Name */
            name: string;
            /** Rows */
            rows: number;
            /** Missing */
            missing: number;
            /** Counts */
            counts: number[];
            box: components["schemas"]["BoxPlotRead"] | null;
        };
        /**
         * DistributionsRead
         * @description One column in several groups, counted on common bins: between `edges`, or by `levels`.
         */
        DistributionsRead: {
            /** Column */
            column: string;
            /** Type */
            type: string;
            /** By */
            by: string | null;
            /** Edges */
            edges: number[];
            /** Levels */
            levels: string[] | null;
            /** Distinct */
            distinct?: number | null;
            /** Groups */
            groups: components["schemas"]["DistributionGroupRead"][];
        };
        /**
         * DocumentCheckRead
         * @description A design in the present format, its problems and advice, and the columns at its ports.
         */
        DocumentCheckRead: {
            /** Document */
            document: components["schemas"]["Design"];
            /** Problems */
            problems: components["schemas"]["ProblemRead"][];
            /** Advice */
            advice: components["schemas"]["ProblemRead"][];
            /** Tables */
            tables: components["schemas"]["PortTable"][];
            /** Schemas */
            schemas: {
                [key: string]: number | null;
            };
        };
        /**
         * DocumentToCheck
         * @description The JSON of a design, as a design file has it.
         */
        DocumentToCheck: {
            /** Document */
            document: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * DocumentToWrite
         * @description A design as a browser tab has it, with edits that are not made yet.
         */
        DocumentToWrite: {
            /** Document */
            document: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Edits
             * @default []
             */
            edits: components["schemas"]["Edit"][];
        };
        /**
         * DraftLogChunk
         * @description Some of what the function printed, logged or warned of.
         */
        DraftLogChunk: {
            /**
             * Stream
             * @enum {string}
             */
            stream: "stdout" | "stderr" | "log";
            /** Text */
            text: string;
        };
        /**
         * DraftRunRead
         * @description What a draft gave: its outputs by port, or why it gave none, with the line of the code or the field of the form.
         *
         *     `rows` came in at each port; `figures` are PNG files in base64. It is "stopped" by a newer test run, or on demand.
         */
        DraftRunRead: {
            /**
             * State
             * @enum {string}
             */
            state: "done" | "failed" | "stopped";
            /**
             * Ports
             * @default {}
             */
            ports: {
                [key: string]: components["schemas"]["PreviewPort"];
            };
            /** Error */
            error?: string | null;
            /** Line */
            line?: number | null;
            /** Field */
            field?: string | null;
            /**
             * Rows
             * @default {}
             */
            rows: {
                [key: string]: number;
            };
            /**
             * Written
             * @default []
             */
            written: components["schemas"]["DraftLogChunk"][];
            /**
             * Figures
             * @default []
             */
            figures: string[];
            /**
             * Seconds
             * @default 0
             */
            seconds: number;
        };
        /**
         * Edit
         * @description A new value at a path; without a value, what is at the path is deleted.
         *
         *     `new`: it makes something, and must not take the place of what another made under the same name.
         */
        Edit: {
            /** Path */
            path: string[];
            value?: components["schemas"]["JsonValue"];
            /**
             * New
             * @default false
             */
            new: boolean;
        };
        /**
         * EditAuthor
         * @description Who made a change.
         */
        EditAuthor: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * EditCheckRead
         * @description What a design would be with some edits: what changes in words, and the problems and advice that it would have.
         */
        EditCheckRead: {
            /** Revision */
            revision: number;
            /** Changes */
            changes: components["schemas"]["ChangeRead"][];
            /** Problems */
            problems: components["schemas"]["ProblemRead"][];
            /** Advice */
            advice: components["schemas"]["ProblemRead"][];
        };
        /**
         * EditRead
         * @description A change that somebody made.
         */
        EditRead: {
            /** Revision */
            revision: number;
            /** Label */
            label: string;
            person: components["schemas"]["EditAuthor"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * EditsCreate
         * @description A change by the user. `id` is made by the client: sent twice, it is applied once.
         */
        EditsCreate: {
            /** Client */
            client: string;
            /** Id */
            id: string;
            /**
             * Label
             * @default
             */
            label: string;
            /** Edits */
            edits: components["schemas"]["Edit"][];
            /**
             * Imported
             * @default false
             */
            imported: boolean;
        };
        /**
         * EditsEvent
         * @description Somebody changed the design.
         */
        EditsEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "edits";
            /** Id */
            id: number;
            data: components["schemas"]["EditsMessage"];
        };
        /**
         * EditsMessage
         * @description A change that the server has. What was made by an earlier version has neither an id nor a person.
         */
        EditsMessage: {
            /** Revision */
            revision: number;
            /** Client */
            client: string;
            /** Id */
            id?: string;
            /** Label */
            label: string;
            /** Edits */
            edits: components["schemas"]["Edit"][];
            person?: components["schemas"]["EventPerson"];
        };
        /**
         * EditsToCheck
         * @description Edits that are tried on a design without being stored.
         */
        EditsToCheck: {
            /** Edits */
            edits: components["schemas"]["Edit"][];
        };
        /**
         * EffectRead
         * @description What a change did to the metric: alone on the old design, left out of the new one, and the mean of both.
         */
        EffectRead: {
            /** Words */
            words: string;
            /** Nodes */
            nodes: string[];
            /** Movement */
            movement: number | null;
            /** Alone */
            alone: number | null;
            /** Left Out */
            left_out: number | null;
        };
        /**
         * EmailAddressRead
         * @description Where e-mail to this person goes; null where the server sends none, or knows no address.
         */
        EmailAddressRead: {
            /** Address */
            address: string | null;
        };
        /**
         * EmbedCreate
         * @description Where the canvas is shown: the addresses of all sites whose frames it stands in, and for how long.
         */
        EmbedCreate: {
            /** Origins */
            origins: string[];
            /**
             * Hours
             * @default 12
             */
            hours: number;
        };
        /**
         * EmbedCreated
         * @description A key, which is shown only once, and the path of the page with it behind `#`, for the address of a frame.
         */
        EmbedCreated: {
            /** Id */
            id: string;
            /** Key */
            key: string;
            /** Path */
            path: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        /**
         * EmbedRead
         * @description What a key is for.
         */
        EmbedRead: {
            /** Id */
            id: string;
            /** Design Id */
            design_id: string;
            /** Role */
            role: ("viewer" | "runner" | "editor" | "owner") | null;
            /** Workspace */
            workspace: string | null;
            /** Person */
            person: string;
            /** Origins */
            origins: string[];
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        /**
         * EmptyMessage
         * @description The name of the event says it all.
         */
        EmptyMessage: Record<string, never>;
        /**
         * EndMessage
         * @description Why a link has ended.
         */
        EndMessage: {
            /** Detail */
            detail: string;
        };
        /**
         * EndedEvent
         * @description To visitors: the link has ended.
         */
        EndedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "ended";
            data: components["schemas"]["EndMessage"];
        };
        /**
         * EndpointAlertCreate
         * @description A limit that the endpoint is to stay within.
         *
         *     `subject` is the column of drift, empty for any, or the metric. `threshold` is a PSI, a share of errors, seconds
         *     that 19 of 20 answers stay below, or the worst value of a metric; null for drift is the limit of each column.
         */
        EndpointAlertCreate: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "drift" | "errors" | "latency" | "metric" | "silence";
            /**
             * Subject
             * @default
             */
            subject: string;
            /** Threshold */
            threshold?: number | null;
            /**
             * Minutes
             * @description Requests of so many minutes.
             * @default 60
             */
            minutes: number;
            /**
             * Min Count
             * @description Under so many requests nothing is said.
             * @default 20
             */
            min_count: number;
            /**
             * Pipeline Id
             * @description The pipeline that a breach starts.
             */
            pipeline_id?: string | null;
        };
        /**
         * EndpointAlertRead
         * @description An alert, with what was found last.
         */
        EndpointAlertRead: {
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "drift" | "errors" | "latency" | "metric" | "silence";
            /** Subject */
            subject: string;
            /** Threshold */
            threshold: number | null;
            /** Minutes */
            minutes: number;
            /** Min Count */
            min_count: number;
            /** Pipeline Id */
            pipeline_id: string | null;
            /** Pipeline Name */
            pipeline_name: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "unknown" | "fine" | "breached";
            /** Value */
            value: number | null;
            /** Words */
            words: string;
            /** Changed At */
            changed_at: string | null;
            /** Checked At */
            checked_at: string | null;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * EndpointAlerts
         * @description The alerts of an endpoint, oldest first, and what happened, newest first.
         */
        EndpointAlerts: {
            /** Alerts */
            alerts: components["schemas"]["EndpointAlertRead"][];
            /** Events */
            events: components["schemas"]["AlertEventRead"][];
        };
        /**
         * EndpointBatchesRead
         * @description The batches of an endpoint, and their newest runs.
         */
        EndpointBatchesRead: {
            /** Batches */
            batches: components["schemas"]["BatchRead"][];
            /** Runs */
            runs: components["schemas"]["BatchRunRead"][];
        };
        /**
         * EndpointCreate
         * @description A new endpoint with its first deployment.
         */
        EndpointCreate: {
            /** Name */
            name: string;
            /**
             * Note
             * @default
             */
            note: string;
            deploy: components["schemas"]["DeploymentCreate"];
        };
        /**
         * EndpointDrift
         * @description Each column of the requests beside the training data, those that drifted first.
         */
        EndpointDrift: {
            /** Hours */
            hours: number;
            /** Deployment */
            deployment: number;
            /** Training Rows */
            training_rows: number | null;
            /** Columns */
            columns: components["schemas"]["ColumnDrift"][];
        };
        /**
         * EndpointForm
         * @description What stands above the form of an endpoint, and which sites may show it in a frame: none, if none is named.
         */
        EndpointForm: {
            /** Title */
            title: string;
            /**
             * Text
             * @default
             */
            text: string;
            /**
             * Origins
             * @description Sites such as https://example.org.
             * @default []
             */
            origins: string[];
        };
        /**
         * EndpointFormCreated
         * @description The secret part of the link, which is shown this once, and the endpoint as it is now.
         */
        EndpointFormCreated: {
            /** Token */
            token: string;
            endpoint: components["schemas"]["EndpointRead"];
        };
        /**
         * EndpointKeyCreate
         * @description A key for a program, and until when it opens the endpoint.
         */
        EndpointKeyCreate: {
            /** Name */
            name: string;
            /** Expires At */
            expires_at?: string | null;
        };
        /**
         * EndpointKeyCreated
         * @description A new key in clear, which is shown this once.
         */
        EndpointKeyCreated: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Hint */
            hint: string;
            /** Expires At */
            expires_at: string | null;
            /** Used At */
            used_at: string | null;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Key */
            key: string;
        };
        /**
         * EndpointKeyRead
         * @description A key of an endpoint, as much as is known of it; `hint` shows its ends.
         */
        EndpointKeyRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Hint */
            hint: string;
            /** Expires At */
            expires_at: string | null;
            /** Used At */
            used_at: string | null;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * EndpointMetrics
         * @description What an endpoint did in the last hours: minute by minute where there was something.
         */
        EndpointMetrics: {
            /** Hours */
            hours: number;
            /** Minutes */
            minutes: components["schemas"]["MinuteRead"][];
            /**
             * Predictions
             * @description How often each class, or each range of numbers, was predicted.
             */
            predictions: {
                [key: string]: number;
            };
        };
        /**
         * EndpointRead
         * @description An endpoint with its deployments, newest first, and what it did in the last 24 hours.
         */
        EndpointRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Note */
            note: string;
            policy: components["schemas"]["InputPolicy"];
            /** Requests Per Minute */
            requests_per_minute: number | null;
            /** Replicas */
            replicas: number;
            /** Idle Minutes */
            idle_minutes: number;
            /** Time Limit Seconds */
            time_limit_seconds: number;
            /** Sampled Percent */
            sampled_percent: number;
            /** Prediction Days */
            prediction_days: number;
            /** Masked Columns */
            masked_columns: string[];
            /** Paused At */
            paused_at: string | null;
            form: components["schemas"]["EndpointForm"] | null;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Deployments */
            deployments: components["schemas"]["DeploymentRead"][];
            /** Keys */
            keys: components["schemas"]["EndpointKeyRead"][];
            /** Breached Alerts */
            breached_alerts: number;
            /** Requests */
            requests: number;
            /** Refused */
            refused: number;
            /** Failed */
            failed: number;
            /** P50 */
            p50: number | null;
            /** P95 */
            p95: number | null;
        };
        /**
         * EndpointSignature
         * @description What a request to a deployment has: its columns, and a row that it answers.
         */
        EndpointSignature: {
            /** Deployment */
            deployment: number;
            signature: components["schemas"]["ModelSignature"];
            /** Example */
            example: {
                [key: string]: string | number | boolean | null;
            };
        };
        /**
         * EndpointUpdate
         * @description Settings of an endpoint. Fields that are left out do not change; 0 requests a minute lets keys send any.
         */
        EndpointUpdate: {
            /** Name */
            name?: string | null;
            /** Note */
            note?: string | null;
            /** Paused */
            paused?: boolean | null;
            policy?: components["schemas"]["InputPolicy"] | null;
            /** Requests Per Minute */
            requests_per_minute?: number | null;
            /** Replicas */
            replicas?: number | null;
            /** Idle Minutes */
            idle_minutes?: number | null;
            /** Time Limit Seconds */
            time_limit_seconds?: number | null;
            /** Sampled Percent */
            sampled_percent?: number | null;
            /**
             * Prediction Days
             * @description So many days predictions wait for their true labels; 0 keeps none.
             */
            prediction_days?: number | null;
            /**
             * Masked Columns
             * @description Columns whose values are never kept with sampled requests.
             */
            masked_columns?: string[] | null;
        };
        /**
         * EnvironmentCreate
         * @description A new environment with its first version.
         */
        EnvironmentCreate: {
            /**
             * Format
             * @default requirements
             * @enum {string}
             */
            format: "requirements" | "pyproject" | "uv_lock" | "conda";
            /** Source */
            source: string;
            /**
             * Python
             * @default
             */
            python: string;
            /** Name */
            name: string;
        };
        /**
         * EnvironmentRead
         * @description An environment with its versions, the newest first.
         */
        EnvironmentRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Versions */
            versions: components["schemas"]["EnvironmentVersionSummary"][];
        };
        /**
         * EnvironmentVersionCreate
         * @description The packages that a version is to have: the content of a file, and the version of Python, as 3.11.
         */
        EnvironmentVersionCreate: {
            /**
             * Format
             * @default requirements
             * @enum {string}
             */
            format: "requirements" | "pyproject" | "uv_lock" | "conda";
            /** Source */
            source: string;
            /**
             * Python
             * @default
             */
            python: string;
        };
        /**
         * EnvironmentVersionRead
         * @description A version with what was asked for, the lock that came of it, and the log of its building.
         */
        EnvironmentVersionRead: {
            /** Version */
            version: number;
            /**
             * Format
             * @enum {string}
             */
            format: "requirements" | "pyproject" | "uv_lock" | "conda";
            /** Python */
            python: string;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "solving" | "building" | "ready" | "failed";
            /** Error */
            error: string | null;
            /** Lock Hash */
            lock_hash: string | null;
            /** Packages */
            packages: string[];
            /** Bytes */
            bytes: number | null;
            /** Seconds */
            seconds: number | null;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Source */
            source: string;
            /** Lock */
            lock: string | null;
            /** Log */
            log: string;
        };
        /**
         * EnvironmentVersionSummary
         * @description One version of an environment, and how far building it is.
         */
        EnvironmentVersionSummary: {
            /** Version */
            version: number;
            /**
             * Format
             * @enum {string}
             */
            format: "requirements" | "pyproject" | "uv_lock" | "conda";
            /** Python */
            python: string;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "solving" | "building" | "ready" | "failed";
            /** Error */
            error: string | null;
            /** Lock Hash */
            lock_hash: string | null;
            /** Packages */
            packages: string[];
            /** Bytes */
            bytes: number | null;
            /** Seconds */
            seconds: number | null;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * EnvironmentWidget
         * @description An environment by its name, with or without the number of a version.
         */
        EnvironmentWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default without_scripts
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "environment";
        };
        /**
         * ErrorCodeRead
         * @description What an error number means, and what to do.
         */
        ErrorCodeRead: {
            /** Number */
            number: number;
            /** Title */
            title: string;
            /** Meaning */
            meaning: string;
            /** Advice */
            advice: string;
        };
        /**
         * EscapeAttemptRead
         * @description A way out of the boundary that was tried when the server started, in words that follow "Scripts can".
         */
        EscapeAttemptRead: {
            /** Words */
            words: string;
            /** Held */
            held: boolean;
        };
        /**
         * EvaluatedModel
         * @description The metrics of a model, without those that are undefined, and its details.
         *
         *     `training_metrics` are those on rows that it learned from, where they were measured.
         */
        EvaluatedModel: {
            /** Name */
            name: string;
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
            details: components["schemas"]["EvaluationDetails"];
            /** Training Metrics */
            training_metrics?: {
                [key: string]: number;
            };
        };
        EvaluationDetails: components["schemas"]["TwoClassDetails"] | components["schemas"]["MulticlassDetails"] | components["schemas"]["RegressionDetails"] | components["schemas"]["RatingDetails"] | components["schemas"]["QuantileDetails"] | components["schemas"]["RankingDetails"] | components["schemas"]["ClusteringDetails"] | components["schemas"]["NoDetails"];
        /**
         * EvaluationView
         * @description One or more models measured on the same task.
         */
        EvaluationView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "evaluation";
            /**
             * Task
             * @enum {string}
             */
            task: "regression" | "quantile" | "two-class" | "multiclass" | "classification" | "clustering" | "anomaly" | "images" | "recommendation" | "forecast";
            /** Models */
            models: components["schemas"]["EvaluatedModel"][];
            /** Comparison */
            comparison?: components["schemas"]["ModelComparison"];
            /** Explanation */
            explanation?: components["schemas"]["ExplanationView"];
        };
        /**
         * EventPerson
         * @description Who did something.
         */
        EventPerson: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * ExplainedPrediction
         * @description A prediction, and for each row what moved its answer where that was asked for; null where it can't be said.
         */
        ExplainedPrediction: {
            /** Rows */
            rows: {
                [key: string]: string | number | boolean | null;
            }[];
            /** Deployment */
            deployment: number;
            /** Request */
            request: string;
            /** Warnings */
            warnings: components["schemas"]["RequestFinding"][];
            /**
             * Ids
             * @default []
             */
            ids: string[];
            /**
             * Explanations
             * @default []
             */
            explanations: (components["schemas"]["RowExplanation"] | null)[];
        };
        /**
         * ExplainedRow
         * @description A row of the data, counted from 1: its values and contributions in the order of the columns.
         *
         *     `base` is what they are added to, `others` what the columns that are not shown add together. `predicted` is the
         *     predicted label, `truth` the true one where it is known. `explained_class` is the class whose prediction is shown.
         */
        ExplainedRow: {
            /** Number */
            number: number;
            /** Predicted */
            predicted: boolean | number | string | null;
            /** Truth */
            truth: boolean | number | string | null;
            /** Explained Class */
            explained_class: string | null;
            /** Base */
            base: number;
            /** Values */
            values: (boolean | number | string | null)[];
            /** Contributions */
            contributions: number[];
            /** Others */
            others: number;
        };
        /**
         * ExplanationView
         * @description The predictions of a model, taken apart into contributions of its columns (SHAP values).
         *
         *     The shown columns move predictions most; `other_columns` counts those that are left out of `shown`, and
         *     `others_mean` is how far these move a prediction together. `shown` are up to 300 of the explained rows; where
         *     there are none, `explained_class` is the class that all contributions speak of.
         */
        ExplanationView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "explanation";
            /** Learner */
            learner: string;
            /** Label */
            label: string;
            /**
             * Scale
             * @enum {string}
             */
            scale: "label" | "log of label" | "probability" | "log-odds" | "class score";
            /**
             * Method
             * @enum {string}
             */
            method: "trees" | "linear" | "sampled";
            /** Rows */
            rows: number;
            /** Explained Rows */
            explained_rows: number;
            /** Usual Rows */
            usual_rows: number;
            /** Columns */
            columns: components["schemas"]["ColumnContribution"][];
            /** Other Columns */
            other_columns: number;
            /** Others Mean */
            others_mean: number;
            /** Shown */
            shown: components["schemas"]["ExplainedRow"][];
            /** Interactions */
            interactions: components["schemas"]["ColumnInteraction"][];
            /** Interaction Rows */
            interaction_rows: number;
            /** Explained Class */
            explained_class?: string;
        };
        /**
         * ExtraInstallationRead
         * @description The last installation since the server started. While it is `finishing` it can't be cancelled.
         */
        ExtraInstallationRead: {
            /** Extra */
            extra: string;
            /**
             * State
             * @enum {string}
             */
            state: "running" | "finishing" | "succeeded" | "failed" | "cancelled";
            /** Error */
            error: string;
            /** Packages */
            packages: string[];
            /** Log */
            log: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Seconds */
            seconds: number | null;
        };
        /**
         * ExtraRead
         * @description An extra: what it is for, the packages it asks for, and the modules that wait for it.
         */
        ExtraRead: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Packages */
            packages: string[];
            /** Installed */
            installed: boolean;
            /** Modules */
            modules: string[];
            /** Command */
            command: string;
        };
        /**
         * ExtrasRead
         * @description All extras, why the server installs none, if so, and the last installation.
         */
        ExtrasRead: {
            /** Extras */
            extras: components["schemas"]["ExtraRead"][];
            /** Refusal */
            refusal: string;
            installation: components["schemas"]["ExtraInstallationRead"] | null;
        };
        /**
         * FairnessColumn
         * @description A column whose groups are compared, the largest group first. `trade_off` is empty where there are no scores.
         */
        FairnessColumn: {
            /** Name */
            name: string;
            /** Groups */
            groups: components["schemas"]["FairnessGroup"][];
            /** Disparities */
            disparities: {
                [key: string]: number | null;
            };
            /** Trade Off */
            trade_off: components["schemas"]["FairnessThreshold"][];
        };
        /**
         * FairnessGroup
         * @description The rows with one value in a column, and the metrics of these; null where a metric is undefined.
         */
        FairnessGroup: {
            /** Value */
            value: string;
            /** Rows */
            rows: number;
            /** Metrics */
            metrics: {
                [key: string]: number | null;
            };
        };
        /**
         * FairnessThreshold
         * @description What a threshold for all groups gives: accuracy on all rows, and the largest differences between groups.
         */
        FairnessThreshold: {
            /** Threshold */
            threshold: number;
            /** Accuracy */
            accuracy: number;
            /** Selection Difference */
            selection_difference: number | null;
            /** Odds Difference */
            odds_difference: number | null;
        };
        /**
         * FairnessView
         * @description How a model treats the groups of some columns; `overall` are the metrics of all rows.
         */
        FairnessView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "fairness";
            /** Learner */
            learner: string;
            /**
             * Task
             * @enum {string}
             */
            task: "regression" | "quantile" | "two-class" | "multiclass" | "classification" | "clustering" | "anomaly" | "images" | "recommendation" | "forecast";
            /** Label */
            label: string;
            /** Positive */
            positive: string | null;
            /** Rows */
            rows: number;
            /** Threshold */
            threshold: number | null;
            /** Metrics */
            metrics: string[];
            /** Overall */
            overall: {
                [key: string]: number | null;
            };
            /** Columns */
            columns: components["schemas"]["FairnessColumn"][];
        };
        /**
         * FeatureColumn
         * @description A column that goes into the model.
         */
        FeatureColumn: {
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other";
            /**
             * Role
             * @enum {string}
             */
            role: "feature" | "label" | "score" | "weight" | "time" | "series" | "group" | "none";
            /** Levels */
            levels?: string[];
        };
        /**
         * FeatureImportance
         * @description How much a feature helps the trees: a share of all features together.
         */
        FeatureImportance: {
            /** Feature */
            feature: string;
            /** Importance */
            importance: number;
        };
        /**
         * FeatureWeight
         * @description A weight of a linear model, with its confidence interval of 95 % where the model has one.
         */
        FeatureWeight: {
            /** Feature */
            feature: string;
            /** Weight */
            weight: number;
            /** Interval */
            interval: [
                number,
                number
            ] | null;
        };
        /**
         * FigureRead
         * @description One figure of a table; null where no row has a value. Conditions on columns that it lacks are left out.
         */
        FigureRead: {
            /** Value */
            value: unknown;
        };
        /**
         * FileReport
         * @description One file: what it is, how it is written, and its first lines.
         */
        FileReport: {
            /** Name */
            name: string;
            /**
             * Form
             * @enum {string}
             */
            form: "text" | "workbook" | "typed";
            /** Delimiter */
            delimiter?: string | null;
            /** Encoding */
            encoding?: string | null;
            /**
             * Encoding Certain
             * @default true
             */
            encoding_certain: boolean;
            /**
             * Skipped Rows
             * @default 0
             */
            skipped_rows: number;
            /**
             * Skipped Last Rows
             * @default 0
             */
            skipped_last_rows: number;
            /**
             * Totals
             * @default 0
             */
            totals: number;
            /**
             * Summed Columns
             * @default []
             */
            summed_columns: string[];
            /**
             * Has Names
             * @default true
             */
            has_names: boolean;
            /** Sheet */
            sheet?: string | null;
            /**
             * Sheets
             * @default []
             */
            sheets: string[];
            /** Rows */
            rows?: number | null;
            /**
             * Rows Exact
             * @default true
             */
            rows_exact: boolean;
            /**
             * Lines
             * @default []
             */
            lines: components["schemas"]["RawLine"][];
            /**
             * Last Lines
             * @default []
             */
            last_lines: components["schemas"]["RawLine"][];
        };
        /**
         * FileView
         * @description A file as it was uploaded, of which there is nothing to draw.
         */
        FileView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "file";
        };
        /**
         * FilterValuesRead
         * @description The values that a filter offers, in their order; missing is null and last. `total` counts all of them.
         */
        FilterValuesRead: {
            /** Values */
            values: unknown[];
            /** Total */
            total: number;
        };
        /**
         * FiringRead
         * @description One time a trigger was due: with the run that it made, or why it made none.
         */
        FiringRead: {
            /** Id */
            id: string;
            /** Trigger Id */
            trigger_id: string;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * State
             * @enum {string}
             */
            state: "pending" | "started" | "queued" | "skipped" | "missed" | "failed";
            /** Reason */
            reason: string;
            /**
             * Origin
             * @enum {string}
             */
            origin: "trigger" | "person" | "backfill";
            run: components["schemas"]["FiringRunRead"] | null;
        };
        /**
         * FiringRunRead
         * @description The run that a firing made.
         */
        FiringRunRead: {
            /** Id */
            id: string;
            /** Number */
            number: number;
            /** Design Id */
            design_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
        };
        /**
         * FixRead
         * @description A fix: what the button says, and the edits that it makes; or the name of the secret that is to be entered.
         */
        FixRead: {
            /** Label */
            label: string;
            /** Edits */
            edits: components["schemas"]["Edit"][];
            /** Secret */
            secret?: string | null;
        };
        /**
         * ForecastOffer
         * @description Series whose later values can be forecast: why, in which steps, and how many of them are proposed.
         */
        ForecastOffer: {
            /** Time */
            time: string;
            /** Series */
            series: string | null;
            /** Frequency */
            frequency: string;
            /** Step */
            step: string;
            /** Horizon */
            horizon: number;
            /** Longest Horizon */
            longest_horizon: number;
            /** Reason */
            reason: string;
        };
        /**
         * FormCurve
         * @description The answer for other values of a column, the rest as it is.
         */
        FormCurve: {
            /** Column */
            column: string;
            /** Values */
            values: number[];
            /** Answers */
            answers: (number | null)[];
        };
        /**
         * FormExplanation
         * @description What moved an answer, and what it would be for other values.
         */
        FormExplanation: {
            /** Explained */
            explained: string;
            /** Of */
            of: string | null;
            /** Typical */
            typical: number;
            /** Answer */
            answer: number;
            /** Exact */
            exact: boolean;
            /** Orders */
            orders: number;
            /** Contributions */
            contributions: components["schemas"]["RowContribution"][];
            /** Curves */
            curves: components["schemas"]["FormCurve"][];
        };
        /**
         * FormOpening
         * @description The token of a link.
         */
        FormOpening: {
            /** Token */
            token: string;
        };
        /**
         * FormRow
         * @description A filled-in form: {column: value}.
         */
        FormRow: {
            /** Token */
            token: string;
            /** Row */
            row: {
                [key: string]: string | number | boolean | null;
            };
        };
        /**
         * FormulaWidget
         * @description A formula over the columns of the dataset at an input port (`modules/kit/formulas`).
         */
        FormulaWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "formula";
            /** Port */
            port: string;
            /**
             * Gives
             * @default any
             * @enum {string}
             */
            gives: "any" | "boolean";
            /** Functions */
            functions: string[];
            /** Reserved */
            reserved: string[];
        };
        /**
         * GateRead
         * @description What Register Model decided about the model of a run.
         *
         *     `value` and `champion` are what both models measured on the same rows, and `difference` is the first minus the
         *     second, with its 95 % interval. They are null where nothing was compared.
         */
        GateRead: {
            /** Model */
            model: string;
            /** Promoted */
            promoted: boolean;
            /** Reason */
            reason: string;
            /** Metric */
            metric: string | null;
            /** Value */
            value: number | null;
            /** Champion */
            champion: number | null;
            /** Difference */
            difference: number | null;
            /** Low */
            low: number | null;
            /** High */
            high: number | null;
            /** Rows */
            rows: number | null;
        };
        /**
         * GcsFields
         * @description A bucket of Google Cloud Storage, with the key file of a service account; without, what everybody may read.
         */
        GcsFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "gcs";
            /** Bucket */
            bucket: string;
            /**
             * Endpoint
             * @default
             */
            endpoint: string;
            /**
             * Key File
             * Format: password
             * @default
             */
            key_file: string;
        };
        /**
         * GeneratedCodeRead
         * @description The code, the name of its file, the tables that it reads, and the steps that could not be exported.
         */
        GeneratedCodeRead: {
            /**
             * Form
             * @enum {string}
             */
            form: "script" | "notebook" | "pipeline";
            /** File Name */
            file_name: string;
            /** Text */
            text: string;
            /** Files */
            files: components["schemas"]["CodeInputFile"][];
            /** Left Out */
            left_out: components["schemas"]["OmittedNodeRead"][];
        };
        /**
         * GraphPicture
         * @description A graph in small: nodes as [x, y, category], edges as pairs of node indexes.
         */
        GraphPicture: {
            /** Nodes */
            nodes: [
                number,
                number,
                string
            ][];
            /** Edges */
            edges: [
                number,
                number
            ][];
        };
        /**
         * GroupPreviewCreate
         * @description Groups of somebody who has not signed in yet; left out, all who have are told.
         */
        GroupPreviewCreate: {
            /** Groups */
            groups?: string[] | null;
        };
        /**
         * GroupPreviewRead
         * @description What somebody would have. Without an id it is somebody who has not signed in yet.
         */
        GroupPreviewRead: {
            /** Id */
            id: string | null;
            /** Name */
            name: string;
            /** Login */
            login: string;
            /** Groups */
            groups: string[];
            /** Memberships */
            memberships: components["schemas"]["MembershipChangeRead"][];
            /** Owns Server */
            owns_server: boolean;
            /** Refused */
            refused: boolean;
        };
        /**
         * GroupRuleCreate
         * @description A role in a workspace, or the server where no workspace is named.
         */
        GroupRuleCreate: {
            /** Group */
            group: string;
            /** Workspace Id */
            workspace_id?: string | null;
            /**
             * Role
             * @default viewer
             * @enum {string}
             */
            role: "viewer" | "runner" | "editor" | "owner";
        };
        /**
         * GroupRuleRead
         * @description What a group gives. Without an id it stands in the file of the settings, and is changed there.
         */
        GroupRuleRead: {
            /** Id */
            id: string | null;
            /** Group */
            group: string;
            /** Workspace Id */
            workspace_id: string | null;
            /** Workspace */
            workspace: string;
            /** Role */
            role: ("viewer" | "runner" | "editor" | "owner") | null;
            /** Owns Server */
            owns_server: boolean;
            /**
             * State
             * @enum {string}
             */
            state: "works" | "missing" | "ambiguous";
            /** Accounts */
            accounts: number;
        };
        /**
         * GroupRuleUpdate
         * @description Another role.
         */
        GroupRuleUpdate: {
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "runner" | "editor" | "owner";
        };
        /**
         * GroupSettingsRead
         * @description How groups are used on this server.
         */
        GroupSettingsRead: {
            /** Provider */
            provider: string | null;
            /** Claim */
            claim: string;
            /** Required */
            required: boolean;
            /** File */
            file: boolean;
            /** Error */
            error: string | null;
            /** Rules */
            rules: components["schemas"]["GroupRuleRead"][];
            /** Seen */
            seen: {
                [key: string]: number;
            };
            /** Workspaces */
            workspaces: components["schemas"]["WorkspaceReference"][];
        };
        /**
         * GuestNameUpdate
         * @description The name that a guest wants.
         */
        GuestNameUpdate: {
            /** Name */
            name: string;
        };
        /**
         * GuestProblemRead
         * @description Why a node cannot run on the visitor's table.
         */
        GuestProblemRead: {
            /** Node */
            node: string;
            /** Message */
            message: string;
        };
        /**
         * GuestRunRead
         * @description A guest's run, with as much of its results as the link shows.
         */
        GuestRunRead: {
            /** Id */
            id: string;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** Done */
            done: number;
            /** Total */
            total: number;
            /** Progress */
            progress: components["schemas"]["GuestStepRead"][];
            /** Steps */
            steps: components["schemas"]["SharedStepRead"][];
        };
        /**
         * GuestSessionCreate
         * @description The token behind `#` in a share link. In a frame on another site the visit is told and not kept as a cookie.
         */
        GuestSessionCreate: {
            /** Token */
            token: string;
            /** Password */
            password?: string | null;
            /**
             * Framed
             * @default false
             */
            framed: boolean;
            /**
             * Name
             * @default
             */
            name: string;
        };
        /**
         * GuestSessionRead
         * @description The visit's own token, to be sent as `Authorization: Bearer`; only frames get one.
         */
        GuestSessionRead: {
            /** Bearer */
            bearer: string | null;
        };
        /**
         * GuestStepRead
         * @description The progress of a step of a guest's run, without the reason for a failure.
         */
        GuestStepRead: {
            /** Node */
            node: string;
            /** Title */
            title: string;
            /** State */
            state: string;
        };
        /**
         * Histogram
         * @description Bin edges, rising, and the counts between each two of them.
         */
        Histogram: {
            /** Edges */
            edges: number[];
            /** Counts */
            counts: number[];
        };
        /**
         * HistogramsThumbnail
         * @description A dataset: up to four of its columns.
         */
        HistogramsThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "histograms";
            /** Columns */
            columns: components["schemas"]["ThumbnailColumn"][];
        };
        /**
         * HistorySeries
         * @description A figure epoch by epoch for one set of data; null where the number is not finite.
         */
        HistorySeries: {
            /** Name */
            name: string;
            /** Values */
            values: (number | null)[];
        };
        /**
         * HistoryThumbnail
         * @description A network: its loss epoch by epoch, for training and validation data.
         */
        HistoryThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "history";
            /** Series */
            series: number[][];
        };
        /**
         * HookAccepted
         * @description The request was taken. The same `webhook-id` again is the same firing.
         */
        HookAccepted: {
            /** Firing */
            firing: string;
            /** Is New */
            is_new: boolean;
        };
        /**
         * ImageCategory
         * @description How many images a category has, and the rows of its first ones; a null name stands for images without one.
         */
        ImageCategory: {
            /** Name */
            name: string | null;
            /** Images */
            images: number;
            /** Rows */
            rows: number[];
        };
        /**
         * ImageDirectoryView
         * @description Images by category, the first of `all_categories`, and their sizes, the commonest of `all_sizes` first.
         *
         *     `augmentation` says in words what training changes by chance.
         */
        ImageDirectoryView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "image_directory";
            /** Images */
            images: number;
            /** Bytes */
            bytes: number;
            /** Categories */
            categories: components["schemas"]["ImageCategory"][];
            /** All Categories */
            all_categories: number;
            /** Sizes */
            sizes: components["schemas"]["ImageSize"][];
            /** All Sizes */
            all_sizes: number;
            /** Augmentation */
            augmentation: string[];
        };
        /**
         * ImageSize
         * @description How many images have this size.
         */
        ImageSize: {
            /** Width */
            width: number;
            /** Height */
            height: number;
            /** Images */
            images: number;
        };
        /**
         * ImagesThumbnail
         * @description An image directory: a picture of four images, as PNG in base64.
         */
        ImagesThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "images";
            /** Png */
            png: string;
        };
        /**
         * ImportFileRead
         * @description A file of an import.
         */
        ImportFileRead: {
            /** Name */
            name: string;
            /** Bytes */
            bytes: number;
            /** Dataset Name */
            dataset_name: string;
        };
        /**
         * ImportPreview
         * @description Options to look at the files with.
         */
        ImportPreview: {
            options: components["schemas"]["ReadingOptions"];
        };
        /**
         * ImportRead
         * @description Files that are looked at before they become a dataset, or its next version.
         */
        ImportRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Files */
            files: components["schemas"]["ImportFileRead"][];
            /** Dataset */
            dataset: string | null;
            /** Next Version */
            next_version: number | null;
            options: components["schemas"]["ReadingOptions"];
            /** Shape */
            shape: string | null;
            /** Like */
            like: string | null;
            same_name: components["schemas"]["SameName"] | null;
            report: components["schemas"]["ReadingReport"];
        };
        /**
         * ImportancesThumbnail
         * @description Trees or principal components: the largest shares first.
         */
        ImportancesThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "importances";
            /** Values */
            values: number[];
        };
        /**
         * ImportedDatasetCreate
         * @description Options to read the files with, and the name of the dataset, or the dataset whose next version it becomes.
         */
        ImportedDatasetCreate: {
            options: components["schemas"]["ReadingOptions"];
            /** Name */
            name?: string | null;
            /** Dataset */
            dataset?: string | null;
        };
        /**
         * InferenceDesignCreate
         * @description Which of the design's models is to predict, and how data reach it. One model needs no `scorer`.
         */
        InferenceDesignCreate: {
            /**
             * Mode
             * @default real-time
             * @enum {string}
             */
            mode: "real-time" | "batch";
            /** Scorer */
            scorer?: string | null;
        };
        /**
         * InputPolicy
         * @description What becomes of a request by what is unusual in it: it is answered with a warning, or refused.
         */
        InputPolicy: {
            /**
             * Missing Column
             * @default refuse
             * @enum {string}
             */
            missing_column: "answer" | "refuse";
            /**
             * Extra Column
             * @default answer
             * @enum {string}
             */
            extra_column: "answer" | "refuse";
            /**
             * Wrong Type
             * @default refuse
             * @enum {string}
             */
            wrong_type: "answer" | "refuse";
            /**
             * Missing Value
             * @default answer
             * @enum {string}
             */
            missing_value: "answer" | "refuse";
            /**
             * Unseen Level
             * @default answer
             * @enum {string}
             */
            unseen_level: "answer" | "refuse";
            /**
             * Out Of Range
             * @default answer
             * @enum {string}
             */
            out_of_range: "answer" | "refuse";
        };
        /**
         * InputStateRead
         * @description The data that an input has where a run names none.
         */
        InputStateRead: {
            /** Dataset */
            dataset: string;
            /** Name */
            name: string;
            /** Newest */
            newest: number;
            /** Rows */
            rows: number | null;
        };
        /**
         * InvitationCreate
         * @description An invitation; `note` says for whom it is.
         */
        InvitationCreate: {
            /**
             * Role
             * @default editor
             * @enum {string}
             */
            role: "viewer" | "runner" | "editor" | "owner";
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * InvitationCreated
         * @description A new invitation. The address is `/join#t={token}`. It is shown only once.
         */
        InvitationCreated: {
            /** Id */
            id: string;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "runner" | "editor" | "owner";
            /** Note */
            note: string;
            /** By */
            by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Kind
             * @default join
             * @constant
             */
            kind: "join";
            /** Token */
            token: string;
        };
        /**
         * InvitationRead
         * @description What an invitation is for: a workspace, or a new password of the account named in `login`.
         */
        InvitationRead: {
            /** Workspace */
            workspace: string | null;
            /** Role */
            role: string | null;
            /** By */
            by: string;
            /** Login */
            login: string | null;
        };
        /**
         * InvitationSummary
         * @description An unused invitation.
         */
        InvitationSummary: {
            /** Id */
            id: string;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "runner" | "editor" | "owner";
            /** Note */
            note: string;
            /** By */
            by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        /**
         * InvitationToken
         * @description The token of an invitation.
         */
        InvitationToken: {
            /** Token */
            token: string;
        };
        /**
         * IsolationRead
         * @description What keeps the code of a step from the rest of the machine, and how to get more.
         */
        IsolationRead: {
            /**
             * Level
             * @default S0
             * @enum {string}
             */
            level: "S3" | "S2" | "S1" | "S0";
            /**
             * By
             * @default
             */
            by: string;
            /**
             * Description
             * @default
             */
            description: string;
            /** Advice */
            advice?: string | null;
            /**
             * Barred
             * @default
             */
            barred: string;
            budget?: components["schemas"]["StepBudgetRead"] | null;
        };
        /** @description Any JSON value. */
        JsonValue: Json;
        /**
         * JsonWidget
         * @description Any other value, as JSON.
         */
        JsonWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "json";
        };
        /**
         * LabelCounts
         * @description How many rows of each class of the label are in each cluster: counts[cluster][class].
         */
        LabelCounts: {
            /** Name */
            name: string;
            /** Classes */
            classes: string[];
            /** Counts */
            counts: number[][];
        };
        /**
         * LabelReceipt
         * @description How many labels were stored, `replaced` ones among them. Of `unknown` ids no prediction is kept.
         */
        LabelReceipt: {
            /** Stored */
            stored: number;
            /** Replaced */
            replaced: number;
            /** Unknown */
            unknown: number;
            /** Unknown Ids */
            unknown_ids: string[];
        };
        /**
         * LargestItem
         * @description What takes much room: a dataset, or the results of a design. What several hold is counted at each.
         */
        LargestItem: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Bytes */
            bytes: number;
            /** Deleted */
            deleted: boolean;
        };
        /**
         * LargestUsage
         * @description The largest of a workspace.
         */
        LargestUsage: {
            /** Datasets */
            datasets: components["schemas"]["LargestItem"][];
            /** Designs */
            designs: components["schemas"]["LargestItem"][];
        };
        /**
         * LaunchToken
         * @description The token behind `#t=` in a launch link.
         */
        LaunchToken: {
            /** Token */
            token: string;
        };
        /**
         * LineageEdgeRead
         * @description From what was used to the run that used it, or from a run to what it made.
         */
        LineageEdgeRead: {
            /** Source */
            source: string;
            /** Target */
            target: string;
        };
        /**
         * LineageRead
         * @description All that something came from, and all that came of it; `is_cut` where there is more than is told here.
         */
        LineageRead: {
            /** Things */
            things: components["schemas"]["LineageThing"][];
            /** Runs */
            runs: components["schemas"]["LineageRun"][];
            /** Edges */
            edges: components["schemas"]["LineageEdgeRead"][];
            /** Is Cut */
            is_cut: boolean;
        };
        /**
         * LineageRun
         * @description A run that used or made some of them; the pipeline is null for runs of designs.
         */
        LineageRun: {
            /** Id */
            id: string;
            /** Number */
            number: number;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** Design Id */
            design_id: string;
            /** Design Name */
            design_name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Seconds */
            seconds: number | null;
            /** Pipeline Id */
            pipeline_id: string | null;
            /** Pipeline Name */
            pipeline_name: string;
            /** Pipeline Version */
            pipeline_version: number | null;
        };
        /**
         * LineageThing
         * @description A version of a dataset or a model.
         */
        LineageThing: {
            /** Key */
            key: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "dataset" | "model";
            /** Id */
            id: string;
            /** Version */
            version: number;
            /** Name */
            name: string;
        };
        /**
         * ListWidget
         * @description A list of texts.
         */
        ListWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "list";
        };
        /**
         * LiveMetrics
         * @description How good the answers of a deployment were, by the labels that have come, beside the figures at registration.
         *
         *     `answered` rows are all of the period, `kept` ones can still get a label, `labeled` ones have it. `task` is null
         *     where the answers are no scores, and `can_measure` false for tasks whose labels are stored and not measured.
         */
        LiveMetrics: {
            /** Hours */
            hours: number;
            /** Deployment */
            deployment: number;
            /** Task */
            task: ("regression" | "quantile" | "two-class" | "multiclass" | "classification" | "clustering" | "anomaly" | "images" | "recommendation" | "forecast") | null;
            /** Label */
            label: string | null;
            /** Can Measure */
            can_measure: boolean;
            /** Prediction Days */
            prediction_days: number;
            /** Answered */
            answered: number;
            /** Kept */
            kept: number;
            /** Labeled */
            labeled: number;
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
            /** Registered */
            registered: {
                [key: string]: number;
            };
            /** Periods */
            periods: components["schemas"]["LivePeriod"][];
        };
        /**
         * LivePeriod
         * @description An hour or a day of answers: how many there were, how many have labels, and how good those were.
         */
        LivePeriod: {
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /** Answered */
            answered: number;
            /** Labeled */
            labeled: number;
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
        };
        /**
         * LiveResultsRead
         * @description The last results of a step that is under way, the newest first.
         */
        LiveResultsRead: {
            /** Columns */
            columns: string[];
            /** Rows */
            rows: (string | number)[][];
        };
        /**
         * LogEvent
         * @description A step has printed something.
         */
        LogEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "log";
            data: components["schemas"]["LogMessage"];
        };
        /**
         * LogLineRead
         * @description A line that a step printed.
         */
        LogLineRead: {
            /** At */
            at: string;
            /**
             * Stream
             * @enum {string}
             */
            stream: "stdout" | "stderr" | "log";
            /** Text */
            text: string;
        };
        /**
         * LogMessage
         * @description Lines that a step printed.
         */
        LogMessage: {
            /** Run */
            run: string;
            /** Node */
            node: string;
            /** Lines */
            lines: components["schemas"]["LogLineRead"][];
        };
        /**
         * LoggedRequest
         * @description A sampled request with up to 20 of its rows.
         */
        LoggedRequest: {
            /** Id */
            id: string;
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /** Deployment */
            deployment: number;
            /** Rows */
            rows: components["schemas"]["LoggedRow"][];
        };
        /**
         * LoggedRow
         * @description A row of a sampled request, what it was answered, and its true label where that is known.
         */
        LoggedRow: {
            /** Id */
            id: string;
            /** Row */
            row: {
                [key: string]: string | number | boolean | null;
            };
            /** Answer */
            answer: {
                [key: string]: string | number | boolean | null;
            };
            /** Label */
            label: string | number | boolean | null;
        };
        /**
         * LoopSettingWidget
         * @description A setting of a module between the beginning and the end of a loop: the node and the parameter, as `id.name`.
         */
        LoopSettingWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "loop_setting";
        };
        /**
         * ManyModelsView
         * @description Groups in the order of their errors, the worst first: at most 10,000 of `count`.
         *
         *     `error` and `general_error` are those of all rows. `percent` says that errors are shares.
         *     `baseline` is what the models of groups are compared with.
         */
        ManyModelsView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "many_models";
            /** Learner */
            learner: string;
            /**
             * Baseline
             * @default global model
             */
            baseline: string;
            /** Label */
            label: string;
            /** Keys */
            keys: string[];
            /** Metric */
            metric: string;
            /** Percent */
            percent: boolean;
            /** Rows */
            rows: number;
            /** Count */
            count: number;
            /** Error */
            error: number | null;
            /** General Error */
            general_error: number | null;
            /** Groups */
            groups: components["schemas"]["MeasuredGroup"][];
        };
        /**
         * MatrixThumbnail
         * @description An evaluation of several classes: the confusion matrix, as shares of each row.
         */
        MatrixThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "matrix";
            /** Cells */
            cells: number[][];
        };
        /**
         * MeasuredCluster
         * @description How close the rows of a cluster are to each other, and how far from the other clusters.
         */
        MeasuredCluster: {
            /** Cluster */
            cluster: number;
            /** Rows */
            rows: number;
            /** Average Distance */
            average_distance: number;
            /** Average Other */
            average_other: number | null;
            /** Maximal Distance */
            maximal_distance: number;
            /** Silhouette */
            silhouette: number | null;
        };
        /**
         * MeasuredGroup
         * @description One group. `bias` is the mean of predicted minus actual; null for classes.
         *
         *     `actual`, `predicted` and `general` are its last rows in the order of time, each a digit of base 64 between `low`
         *     and `high`, a full stop where the value is missing; empty for classes. `source` is what scored most of its rows.
         */
        MeasuredGroup: {
            /** Key */
            key: string[];
            /** Rows */
            rows: number;
            /** Error */
            error: number | null;
            /** General Error */
            general_error: number | null;
            /**
             * Result
             * @enum {string}
             */
            result: "better" | "level" | "worse" | "fallback" | "unknown";
            /** Source */
            source: string;
            /** Reason */
            reason: string;
            /** Bias */
            bias: number | null;
            /** Low */
            low: number;
            /** High */
            high: number;
            /** Actual */
            actual: string;
            /** Predicted */
            predicted: string;
            /** General */
            general: string;
        };
        /**
         * MemberCreate
         * @description Somebody who has an account, by the name that they sign in with.
         */
        MemberCreate: {
            /** Login */
            login: string;
            /**
             * Role
             * @default editor
             * @enum {string}
             */
            role: "viewer" | "runner" | "editor" | "owner";
        };
        /**
         * MemberRead
         * @description A member of a workspace.
         */
        MemberRead: {
            /** Id */
            id: string;
            /** Login */
            login: string;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "runner" | "editor" | "owner";
            /** Hand Role */
            hand_role: ("viewer" | "runner" | "editor" | "owner") | null;
            /** Group Role */
            group_role: ("viewer" | "runner" | "editor" | "owner") | null;
            /** Disabled */
            disabled: boolean;
            /**
             * Since
             * Format: date-time
             */
            since: string;
        };
        /**
         * MemberUpdate
         * @description Another role.
         */
        MemberUpdate: {
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "runner" | "editor" | "owner";
        };
        /**
         * MembershipChangeRead
         * @description A membership at the next sign-in. `after` is null where it ends.
         */
        MembershipChangeRead: {
            /** Workspace */
            workspace: string;
            /** Before */
            before: string | null;
            /** After */
            after: string | null;
            /**
             * Change
             * @enum {string}
             */
            change: "added" | "raised" | "lowered" | "removed" | "same" | "kept";
            /** By Groups */
            by_groups: boolean;
        };
        /**
         * MembershipRead
         * @description A workspace, and what this person may do in it.
         */
        MembershipRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "runner" | "editor" | "owner";
        };
        /**
         * MetricComparisonRead
         * @description A metric of a model then and now.
         */
        MetricComparisonRead: {
            /** Node */
            node: string;
            /** Title */
            title: string;
            /**
             * Model
             * @default
             */
            model: string;
            /** Metric */
            metric: string;
            /** Then */
            then: number | null;
            /** Now */
            now: number | null;
        };
        /**
         * MetricInterval
         * @description A metric on all rows, and the interval that holds it in 95 % of resamples; null where it is undefined.
         */
        MetricInterval: {
            /** Value */
            value: number | null;
            /** Low */
            low: number | null;
            /** High */
            high: number | null;
        };
        /**
         * MetricRead
         * @description A metric: the name by which results store it, its title, how its values are written, and which way is better.
         */
        MetricRead: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Hint */
            hint: string;
            /** Definition */
            definition: string;
            /**
             * Format
             * @enum {string}
             */
            format: "share" | "number" | "count";
            /** Better */
            better: ("higher" | "lower") | null;
            /** Tasks */
            tasks: ("regression" | "quantile" | "two-class" | "multiclass" | "classification" | "clustering" | "anomaly" | "images" | "recommendation" | "forecast")[];
        };
        /**
         * MetricSeriesRead
         * @description The values of one metric by the step of the training, in the order of logging.
         */
        MetricSeriesRead: {
            /** Name */
            name: string;
            /** Steps */
            steps: number[];
            /** Values */
            values: number[];
            /** Count */
            count: number;
        };
        /**
         * MinuteRead
         * @description What an endpoint did in one minute; latencies in seconds.
         */
        MinuteRead: {
            /**
             * Minute
             * Format: date-time
             */
            minute: string;
            /** Requests */
            requests: number;
            /** Refused */
            refused: number;
            /** Failed */
            failed: number;
            /** P50 */
            p50: number | null;
            /** P95 */
            p95: number | null;
        };
        /**
         * ModelAliasUpdate
         * @description The version that an alias is to point to.
         */
        ModelAliasUpdate: {
            /** Version */
            version: number;
        };
        /**
         * ModelComparison
         * @description The best model and the next, or one model alone, measured on the same rows by one metric.
         *
         *     `compared` are their places among the models of the evaluation. The difference is that of the first minus the
         *     second; of one model alone each slice is held against all rows. Intervals come from `resamples` bootstrap samples
         *     with the seed 0, of `sampled` rows where there are too many. Slices were found on one half of the rows, and
         *     measured on the other.
         */
        ModelComparison: {
            /** Metric */
            metric: string;
            /** Compared */
            compared: number[];
            /** Rows */
            rows: number;
            /** Sampled */
            sampled: number | null;
            /** Resamples */
            resamples: number;
            /** Intervals */
            intervals: components["schemas"]["MetricInterval"][];
            difference: components["schemas"]["MetricInterval"] | null;
            baseline: components["schemas"]["NaiveBaseline"];
            /** Slices */
            slices: components["schemas"]["ModelSlice"][];
            /** Searched */
            searched: number;
            /** Smallest */
            smallest: number;
        };
        ModelDetails: components["schemas"]["ClusterDetails"] | components["schemas"]["AnomalyDetails"] | components["schemas"]["SimilarItemsDetails"];
        /**
         * ModelExport
         * @description What a model is to be exported as.
         */
        ModelExport: {
            /**
             * Format
             * @enum {string}
             */
            format: "pickle" | "mlflow" | "skops" | "onnx";
        };
        /**
         * ModelMetrics
         * @description A model of an evaluation under its name, which is the title of its learner where it was given one.
         */
        ModelMetrics: {
            /** Model */
            model: string;
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
        };
        /**
         * ModelParameter
         * @description A parameter of the learner with its value; one that stands for several values says so in words.
         */
        ModelParameter: {
            /** Name */
            name: string;
            /** Value */
            value: boolean | number | string | (boolean | number | string | null)[] | null;
        };
        /**
         * ModelPreprocessing
         * @description A step by which the model prepares its rows, with what it learned: one record per column or rule.
         */
        ModelPreprocessing: {
            /** Title */
            title: string;
            /** Records */
            records: {
                [key: string]: boolean | number | string | null;
            }[];
        };
        /**
         * ModelRead
         * @description A registered model with its versions, newest first. `inputs` is the number of columns of the newest one.
         */
        ModelRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "trained_model" | "transformation";
            /** Note */
            note: string;
            /** Metric */
            metric: string | null;
            /** Inputs */
            inputs: number;
            /** Label */
            label: string | null;
            /** Aliases */
            aliases: {
                [key: string]: number;
            };
            /** Versions */
            versions: components["schemas"]["ModelVersionSummary"][];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * ModelSignature
         * @description What goes in and what comes out. `rows` is the number of training rows.
         *
         *     `label` is the column that is predicted, null where there is none; `classes` are its values, empty for a number.
         */
        ModelSignature: {
            /** Columns */
            columns: components["schemas"]["SignatureColumn"][];
            label: components["schemas"]["SignatureColumn"] | null;
            /**
             * Classes
             * @default []
             */
            classes: string[];
            /** Rows */
            rows: number | null;
        };
        /**
         * ModelSlice
         * @description Rows by one condition or two, with the metric of each compared model and what lies between them.
         *
         *     `share` is the share of the positive class, or the mean of the label. `clear` is false where it may be chance.
         */
        ModelSlice: {
            /** Conditions */
            conditions: components["schemas"]["SliceCondition"][];
            /** Rows */
            rows: number;
            /** Share */
            share: number | null;
            /** Values */
            values: number[];
            difference: components["schemas"]["MetricInterval"];
            /** Clear */
            clear: boolean;
        };
        /**
         * ModelUpdate
         * @description The name, note and compared metric of a model. Fields that are left out do not change.
         */
        ModelUpdate: {
            /** Name */
            name?: string | null;
            /** Note */
            note?: string | null;
            /** Metric */
            metric?: string | null;
        };
        /**
         * ModelVersionCreate
         * @description A model that a run gave, to be kept as the next version under a name.
         */
        ModelVersionCreate: {
            /** Name */
            name: string;
            /** Run */
            run?: string | null;
            /**
             * Design
             * @description In place of the run: the newest one in which the node succeeded.
             */
            design?: string | null;
            /** Node */
            node: string;
            /**
             * Port
             * @description Empty: the model of the node.
             */
            port?: string | null;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Tags
             * @default []
             */
            tags: string[];
            /**
             * Aliases
             * @default []
             */
            aliases: string[];
        };
        /**
         * ModelVersionRead
         * @description A version with its signature and the datasets that it was made of.
         */
        ModelVersionRead: {
            /** Version */
            version: number;
            /** Artifact */
            artifact: string;
            /** Learner */
            learner: string | null;
            /** Task */
            task: ("regression" | "quantile" | "two-class" | "multiclass" | "classification" | "clustering" | "anomaly" | "images" | "recommendation" | "forecast") | null;
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
            /** Aliases */
            aliases: string[];
            /** Tags */
            tags: string[];
            /** Note */
            note: string;
            /** Run Id */
            run_id: string;
            /** Run Number */
            run_number: number;
            /** Design Id */
            design_id: string;
            /** Design Name */
            design_name: string;
            /** Node */
            node: string;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Bytes */
            bytes: number;
            glance: components["schemas"]["Thumbnail"] | null;
            /** Model Id */
            model_id: string;
            /** Name */
            name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "trained_model" | "transformation";
            /** Port */
            port: string;
            /** Trusted */
            trusted: boolean;
            /** Evaluation */
            evaluation: string | null;
            signature: components["schemas"]["ModelSignature"];
            /** Sources */
            sources: components["schemas"]["DatasetSource"][];
        };
        /**
         * ModelVersionSummary
         * @description A version in a list. `made` by a node of a run; `aliases` point to it.
         */
        ModelVersionSummary: {
            /** Version */
            version: number;
            /** Artifact */
            artifact: string;
            /** Learner */
            learner: string | null;
            /** Task */
            task: ("regression" | "quantile" | "two-class" | "multiclass" | "classification" | "clustering" | "anomaly" | "images" | "recommendation" | "forecast") | null;
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
            /** Aliases */
            aliases: string[];
            /** Tags */
            tags: string[];
            /** Note */
            note: string;
            /** Run Id */
            run_id: string;
            /** Run Number */
            run_number: number;
            /** Design Id */
            design_id: string;
            /** Design Name */
            design_name: string;
            /** Node */
            node: string;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Bytes */
            bytes: number;
            glance: components["schemas"]["Thumbnail"] | null;
        };
        /**
         * ModelVersionUpdate
         * @description The note and tags of a version. Fields that are left out do not change.
         */
        ModelVersionUpdate: {
            /** Note */
            note?: string | null;
            /** Tags */
            tags?: string[] | null;
        };
        /**
         * ModelVersionWidget
         * @description The version of the chosen model. The picker of models draws it.
         */
        ModelVersionWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "model_version";
        };
        /**
         * ModelView
         * @description A model. Of an untrained one only the task, the learner and its parameters are known.
         *
         *     `coefficients` has an entry for each class, one for a regression or two classes. `dependence` shows the columns with
         *     the largest effect, `history` how a network was trained, `preprocessing` the steps that the model fits itself.
         */
        ModelView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "trained_model" | "untrained_model";
            /**
             * Task
             * @enum {string}
             */
            task: "regression" | "quantile" | "two-class" | "multiclass" | "classification" | "clustering" | "anomaly" | "images" | "recommendation" | "forecast";
            /** Learner */
            learner: string;
            /** Label */
            label: string | null;
            /** Rows */
            rows: number | null;
            /** Classes */
            classes: string[];
            /** Parameters */
            parameters: components["schemas"]["ModelParameter"][];
            /** Coefficients */
            coefficients: components["schemas"]["CoefficientsView"][] | null;
            /** Importances */
            importances: components["schemas"]["FeatureImportance"][] | null;
            trees: components["schemas"]["TreesView"] | null;
            /** Dependence */
            dependence: components["schemas"]["PartialDependence"][] | null;
            /** History */
            history: components["schemas"]["TrainingFigure"][] | null;
            /** Features */
            features: components["schemas"]["FeatureColumn"][];
            /** Preprocessing */
            preprocessing?: components["schemas"]["ModelPreprocessing"][];
            details: components["schemas"]["ModelDetails"] | null;
        };
        /**
         * ModelWidget
         * @description A registered model or transformation by its name. The picker has the version in it.
         */
        ModelWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default always
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "model";
            /**
             * Accepts
             * @enum {string}
             */
            accepts: "trained_model" | "transformation";
        };
        /**
         * ModuleDescription
         * @description The module that a source is, or why it is none.
         */
        ModuleDescription: {
            module: components["schemas"]["ModuleRead"] | null;
            flaw: components["schemas"]["SourceError"] | null;
        };
        /**
         * ModuleDraftCreate
         * @description The source of a function, the output ports ("node.port") that feed its inputs, and its parameters.
         */
        ModuleDraftCreate: {
            /** Code */
            code: string;
            /**
             * Inputs
             * @default {}
             */
            inputs: {
                [key: string]: string | string[];
            };
            /**
             * Parameters
             * @default {}
             */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * ModuleErrorRead
         * @description A numbered error that a module can raise.
         */
        ModuleErrorRead: {
            /** Number */
            number: number;
            /** Title */
            title: string;
        };
        /**
         * ModuleHelpRead
         * @description The errors of a module, and the nodes of a small design around it: none where its example cannot be drawn.
         */
        ModuleHelpRead: {
            /** Errors */
            errors: components["schemas"]["ModuleErrorRead"][];
            /** Example */
            example: {
                [key: string]: components["schemas"]["Node"];
            };
        };
        /**
         * ModuleRead
         * @description A module: all that the palette, the form and the canvas need.
         *
         *     `widgets` are the fields of the form, in the order of the parameters; `parameters` is a JSON schema of the same.
         *     `palette_group` is its heading within a large category, or empty.
         *     `role` is what the module is for: a trainer, a splitter. With a `task`, it is so for that task only.
         */
        ModuleRead: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Category */
            category: string;
            /** Palette Group */
            palette_group: string;
            /** Icon */
            icon: string;
            /** Summary */
            summary: string;
            /** Keywords */
            keywords: string[];
            /** Help */
            help: string;
            /** Inputs */
            inputs: components["schemas"]["PortRead"][];
            /** Outputs */
            outputs: components["schemas"]["PortRead"][];
            /** Parameters */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Widgets */
            widgets: (components["schemas"]["ArtifactWidget"] | components["schemas"]["DatasetWidget"] | components["schemas"]["DatasetVersionWidget"] | components["schemas"]["ModelWidget"] | components["schemas"]["ModelVersionWidget"] | components["schemas"]["ConnectionWidget"] | components["schemas"]["RefreshedWidget"] | components["schemas"]["SecretsWidget"] | components["schemas"]["EnvironmentWidget"] | components["schemas"]["LoopSettingWidget"] | components["schemas"]["CodeWidget"] | components["schemas"]["FormulaWidget"] | components["schemas"]["RowsWidget"] | components["schemas"]["ConditionsWidget"] | components["schemas"]["ColumnWidget"] | components["schemas"]["ColumnNamesWidget"] | components["schemas"]["ColumnsWidget"] | components["schemas"]["ChoiceWidget"] | components["schemas"]["SwitchWidget"] | components["schemas"]["NumberWidget"] | components["schemas"]["MultilineWidget"] | components["schemas"]["TextWidget"] | components["schemas"]["ListWidget"] | components["schemas"]["JsonWidget"])[];
            /** Task */
            task: ("regression" | "quantile" | "two-class" | "multiclass" | "classification" | "clustering" | "anomaly" | "images" | "recommendation" | "forecast") | null;
            /** Trusted */
            trusted: boolean;
            /** Deterministic */
            deterministic: boolean;
            /** Palette */
            palette: boolean;
            /** Role */
            role: ("dataset_source" | "file_source" | "file_importer" | "table_entry" | "table_reader" | "artifact_source" | "model_source" | "column_selector" | "row_filter" | "metadata_editor" | "duplicate_remover" | "missing_value_cleaner" | "splitter" | "row_sampler" | "joiner" | "text_featurizer" | "transformation_applier" | "baseline_learner" | "boosted_learner" | "model_preprocessor" | "trainer" | "model_averager" | "tuner" | "automated_trainer" | "automated_forecaster" | "series_preparer" | "forecast_evaluator" | "cross_validator" | "scorer" | "batch_scorer" | "evaluator" | "fairness_assessor" | "chart" | "model_registrar" | "model_exporter" | "python_script" | "r_script" | "command" | "service_input" | "service_output" | "loop_start" | "loop_end" | "loop_runner") | null;
            /** Missing */
            missing: string[];
            /** Install */
            install: string;
            /** Extras */
            extras: string[];
            /** Replaces */
            replaces: string[];
            sketch: components["schemas"]["PlaceholderDrawingRead"] | null;
        };
        /**
         * ModuleSource
         * @description The source of a function that is to be a module, and the name that it has in its design.
         */
        ModuleSource: {
            /** Name */
            name: string;
            /** Code */
            code: string;
        };
        /**
         * MulticlassDetails
         * @description A model of several classes: matrix[true][predicted].
         */
        MulticlassDetails: {
            /** Classes */
            classes: string[];
            /** Matrix */
            matrix: (number)[][];
            /** Per Class */
            per_class: components["schemas"]["ClassMetrics"][];
            /** Rows */
            rows: number;
            /** Columns */
            columns?: components["schemas"]["SourceColumns"];
            /** Called From */
            called_from?: number | null;
        };
        /**
         * MultilineWidget
         * @description Text of several lines, as typed data. Of data, visitors see as many rows as the link shows.
         */
        MultilineWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default without_rows
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "multiline";
            /** Min Length */
            min_length: number | null;
        };
        /**
         * MysqlFields
         * @description A MySQL or MariaDB database.
         */
        MysqlFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "mysql";
            /** Host */
            host: string;
            /**
             * Port
             * @default 3306
             */
            port: number;
            /** Database */
            database: string;
            /** User */
            user: string;
            /**
             * Password
             * Format: password
             * @default
             */
            password: string;
            /**
             * Tls
             * @default prefer
             * @enum {string}
             */
            tls: "disable" | "prefer" | "require" | "verify-full";
        };
        /**
         * NaiveBaseline
         * @description What a model without features reaches: guessing, the most common class, or the mean.
         */
        NaiveBaseline: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "guessing" | "most_common" | "mean";
            /** Predicted */
            predicted: string;
            /** Value */
            value: number;
        };
        /**
         * NamedFigure
         * @description A number that only this kind of clustering has.
         */
        NamedFigure: {
            /** Name */
            name: string;
            /** Value */
            value: number;
        };
        /**
         * NoDetails
         * @description Metrics only: what a link shows that shows no statistics.
         */
        NoDetails: Record<string, never>;
        /**
         * Node
         * @description One placed module. `parameters` hold what differs from the default; edges live in `inputs`, at their target.
         *
         *     `silenced` names the rules whose advice about this node is not wanted.
         */
        Node: {
            /** Module */
            module: string;
            /**
             * Parameters
             * @default {}
             */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Inputs
             * @default {}
             */
            inputs: {
                [key: string]: string | string[];
            };
            /**
             * X
             * @default 0
             */
            x: number;
            /**
             * Y
             * @default 0
             */
            y: number;
            /** Title */
            title?: string | null;
            /** Note */
            note?: string | null;
            /**
             * Disabled
             * @default false
             */
            disabled: boolean;
            /**
             * Bypassed
             * @default false
             */
            bypassed: boolean;
            /** Compute Target */
            compute_target?: string | null;
            /** Group */
            group?: string | null;
            /**
             * Silenced
             * @default []
             */
            silenced: string[];
        };
        /**
         * NodeGroup
         * @description A titled frame around the nodes that name it; collapsed it is one card. It changes nothing of what runs.
         */
        NodeGroup: {
            /** Title */
            title: string;
            /**
             * Color
             * @default blue
             */
            color: string;
            /** Parent */
            parent?: string | null;
            /**
             * Collapsed
             * @default false
             */
            collapsed: boolean;
            /**
             * X
             * @default 0
             */
            x: number;
            /**
             * Y
             * @default 0
             */
            y: number;
            /**
             * Ports
             * @default {}
             */
            ports: {
                [key: string]: components["schemas"]["PromotedPort"];
            };
            /**
             * Parameters
             * @default {}
             */
            parameters: {
                [key: string]: components["schemas"]["PromotedParameter"];
            };
        };
        /**
         * Note
         * @description Markdown on the canvas, in a box of its own.
         */
        Note: {
            /**
             * Text
             * @default
             */
            text: string;
            /**
             * X
             * @default 0
             */
            x: number;
            /**
             * Y
             * @default 0
             */
            y: number;
            /**
             * Width
             * @default 240
             */
            width: number;
            /**
             * Height
             * @default 120
             */
            height: number;
            /**
             * Color
             * @default yellow
             */
            color: string;
            /** Group */
            group?: string | null;
        };
        /**
         * NotificationList
         * @description The newest, and how many there are that were not read.
         */
        NotificationList: {
            /** Unread */
            unread: number;
            /** Items */
            items: components["schemas"]["NotificationRead"][];
        };
        /**
         * NotificationPreference
         * @description Where to be told of one kind: in the app, by one's own web hooks, and by e-mail.
         */
        NotificationPreference: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "run_succeeded" | "run_failed" | "run_cancelled" | "pipeline_failed" | "pipeline_still_failing" | "pipeline_recovered" | "pipeline_succeeded" | "data_unreadable" | "data_readable" | "endpoint_alert" | "endpoint_recovered" | "comment" | "mention" | "visitor_comment" | "role";
            /**
             * App
             * @default true
             */
            app: boolean;
            /**
             * Hook
             * @default true
             */
            hook: boolean;
            /**
             * Email
             * @default false
             */
            email: boolean;
        };
        /**
         * NotificationRead
         * @description Something to know: a sentence, and the path of the page that it is about.
         */
        NotificationRead: {
            /** Id */
            id: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "run_succeeded" | "run_failed" | "run_cancelled" | "pipeline_failed" | "pipeline_still_failing" | "pipeline_recovered" | "pipeline_succeeded" | "data_unreadable" | "data_readable" | "endpoint_alert" | "endpoint_recovered" | "comment" | "mention" | "visitor_comment" | "role";
            /** Text */
            text: string;
            /** Link */
            link: string;
            /** Workspace Id */
            workspace_id: string;
            /** Workspace */
            workspace: string;
            /** Design Id */
            design_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Read At */
            read_at: string | null;
        };
        /**
         * NotificationsUpdate
         * @description What was read: these, how the runs of a design ended, or all where neither is named.
         */
        NotificationsUpdate: {
            /** Ids */
            ids?: number[] | null;
            /** Design */
            design?: string | null;
        };
        /**
         * NumberWidget
         * @description A number, or a `whole` one, within its limits.
         */
        NumberWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "number";
            /** Whole */
            whole: boolean;
            /** Minimum */
            minimum: number | null;
            /** Maximum */
            maximum: number | null;
            /** Exclusive Minimum */
            exclusive_minimum: number | null;
            /** Exclusive Maximum */
            exclusive_maximum: number | null;
        };
        /**
         * OdbcFields
         * @description A data source that the administrator has set up in the server's odbc.ini. No driver or path is said here.
         */
        OdbcFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "odbc";
            /** Data Source */
            data_source: string;
            /**
             * User
             * @default
             */
            user: string;
            /**
             * Password
             * Format: password
             * @default
             */
            password: string;
        };
        /**
         * OmittedColumn
         * @description A column that the design excludes from training.
         */
        OmittedColumn: {
            /** Name */
            name: string;
            /**
             * Reason
             * @enum {string}
             */
            reason: "constant" | "identifier" | "raw text" | "target leak" | "known in time" | "empty" | "date" | "other";
        };
        /**
         * OmittedNodeRead
         * @description A node that can't be exported as code, and what to do.
         */
        OmittedNodeRead: {
            /** Node */
            node: string;
            /** Title */
            title: string;
            /** Reason */
            reason: string;
        };
        /**
         * OnnxChoice
         * @description How single rows are answered.
         *
         *     By ONNX if it is `used`: on `rows` rows it gave the answers of the modules, with numbers at most `difference` of the
         *     largest of their column away. Otherwise `reason` says why it is not, where it was `wanted`.
         *     Each replica compares again when it starts; `fault` says why the last one answers by the modules after all.
         */
        OnnxChoice: {
            /**
             * Wanted
             * @default false
             */
            wanted: boolean;
            /**
             * Used
             * @default false
             */
            used: boolean;
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Rows
             * @default 0
             */
            rows: number;
            /**
             * Difference
             * @default 0
             */
            difference: number;
            /**
             * Fault
             * @default
             */
            fault: string;
        };
        /**
         * OracleFields
         * @description An Oracle database; `database` is the name of its service.
         */
        OracleFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "oracle";
            /** Host */
            host: string;
            /**
             * Port
             * @default 1521
             */
            port: number;
            /** Database */
            database: string;
            /** User */
            user: string;
            /**
             * Password
             * Format: password
             * @default
             */
            password: string;
            /**
             * Tls
             * @default disable
             * @enum {string}
             */
            tls: "disable" | "verify-full";
        };
        /**
         * OutputRead
         * @description The artifact at an output port, with its size and the numbers for its small picture.
         */
        OutputRead: {
            /** Artifact */
            artifact: string;
            /** Type */
            type: string;
            /** Rows */
            rows: number | null;
            /** Columns */
            columns: number | null;
            /** Bytes */
            bytes: number;
            glance: components["schemas"]["Thumbnail"] | null;
        };
        /**
         * PartialDependence
         * @description What the model predicts on average when one feature takes one value after the other.
         */
        PartialDependence: {
            /** Feature */
            feature: string;
            /** Numeric */
            numeric: boolean;
            /** Grid */
            grid: (number | string)[];
            /** Series */
            series: components["schemas"]["DependenceSeries"][];
        };
        /**
         * ParticipantRead
         * @description One tab of somebody who has the design open. `color` is the number of theirs.
         */
        ParticipantRead: {
            /** Client */
            client: string;
            person: components["schemas"]["PresencePerson"];
            /** Color */
            color: number;
            at: components["schemas"]["Awareness"];
        };
        /**
         * PasswordLinkCreated
         * @description A link for a new password. The address is `/join#t={token}`. It is shown only once.
         */
        PasswordLinkCreated: {
            /** Token */
            token: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        /**
         * PasswordUpdate
         * @description The current password and the new one.
         */
        PasswordUpdate: {
            /**
             * Old
             * Format: password
             */
            old: string;
            /**
             * New
             * Format: password
             */
            new: string;
        };
        /**
         * PipelineDeclarations
         * @description What runs of a pipeline that is published from the design may be given, and what they give.
         */
        PipelineDeclarations: {
            /**
             * Parameters
             * @default {}
             */
            parameters: {
                [key: string]: components["schemas"]["PipelineParameter"] | components["schemas"]["JsonValue"];
            };
            /**
             * Inputs
             * @default {}
             */
            inputs: {
                [key: string]: components["schemas"]["PipelineInput"] | components["schemas"]["JsonValue"];
            };
            /**
             * Outputs
             * @default {}
             */
            outputs: {
                [key: string]: components["schemas"]["PipelineOutput"] | components["schemas"]["JsonValue"];
            };
        };
        /**
         * PipelineEndSettings
         * @description Which pipeline starts this one when a run of it has ended.
         */
        PipelineEndSettings: {
            /**
             * Pipeline
             * @description The id of the pipeline to run after.
             */
            pipeline: string;
            /**
             * After
             * @description Whether its run has to succeed, to fail, or only to end.
             * @default success
             * @enum {string}
             */
            after: "success" | "failure" | "any";
            /**
             * Overlap
             * @description What happens when an earlier run of this trigger has not ended: `skip` the new one, `queue` one, or `allow` both at once.
             * @default queue
             * @enum {string}
             */
            overlap: "skip" | "queue" | "allow";
        };
        /**
         * PipelineInput
         * @description A source of data that each run of the pipeline may give other data.
         */
        PipelineInput: {
            /** Node */
            node: string;
            /** Title */
            title?: string | null;
        };
        /**
         * PipelineOutput
         * @description What a port gives becomes, when a run succeeds, the next version of the dataset, model or file of that name.
         */
        PipelineOutput: {
            /** Node */
            node: string;
            /** Port */
            port: string;
            /** Name */
            name: string;
        };
        /**
         * PipelineParameter
         * @description A field of a node that each run of the published pipeline may set; title and limits where they are its own.
         */
        PipelineParameter: {
            /** Node */
            node: string;
            /** Parameter */
            parameter: string;
            /** Title */
            title?: string | null;
            /** Minimum */
            minimum?: number | null;
            /** Maximum */
            maximum?: number | null;
            /** Due Time */
            due_time?: ("date" | "moment") | null;
        };
        /**
         * PipelineRead
         * @description A pipeline with its versions, the newest first.
         */
        PipelineRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Command Name */
            command_name: string;
            /** Note */
            note: string;
            /** Design Id */
            design_id: string;
            /** Design Name */
            design_name: string;
            /** Default Version */
            default_version: number | null;
            /** Versions */
            versions: number;
            /** Runs */
            runs: number;
            last_run: components["schemas"]["PipelineRunRead"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            retry: components["schemas"]["RetryPolicy"];
            /** Is Module */
            is_module: boolean;
            /** Version List */
            version_list: components["schemas"]["PipelineVersionRead"][];
        };
        /**
         * PipelineReference
         * @description A pipeline by its name.
         */
        PipelineReference: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Last Version */
            last_version: number;
        };
        /**
         * PipelineRunCreate
         * @description What a run is to be given. Everything left out has its default; the same `key` sent twice is one run.
         */
        PipelineRunCreate: {
            /**
             * Version
             * @description Empty: the default version.
             */
            version?: number | null;
            /**
             * Parameters
             * @default {}
             */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Inputs
             * @default {}
             */
            inputs: {
                [key: string]: components["schemas"]["DatasetChoiceCreate"];
            };
            /** Key */
            key?: string | null;
        };
        /**
         * PipelineRunRead
         * @description A run of a pipeline: what it was given, and what came out of it.
         */
        PipelineRunRead: {
            run: components["schemas"]["RunSummary"];
            /** Design Id */
            design_id: string;
            /** Pipeline Id */
            pipeline_id: string;
            /** Version */
            version: number;
            /**
             * Started By
             * @enum {string}
             */
            started_by: "person" | "token" | "trigger" | "webhook" | "pipeline" | "alert";
            /** Firing Id */
            firing_id: string | null;
            /** Due At */
            due_at: string | null;
            /** Parameters */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Inputs */
            inputs: {
                [key: string]: components["schemas"]["BoundInputRead"];
            };
            /** Outputs */
            outputs: {
                [key: string]: components["schemas"]["StoredOutputRead"];
            };
            /** Gates */
            gates: {
                [key: string]: components["schemas"]["GateRead"];
            };
            /** Attempt */
            attempt: number;
            /** Retry Of */
            retry_of: string | null;
        };
        /**
         * PipelineSummary
         * @description A pipeline in a list.
         */
        PipelineSummary: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Command Name */
            command_name: string;
            /** Note */
            note: string;
            /** Design Id */
            design_id: string;
            /** Design Name */
            design_name: string;
            /** Default Version */
            default_version: number | null;
            /** Versions */
            versions: number;
            /** Runs */
            runs: number;
            last_run: components["schemas"]["PipelineRunRead"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * PipelineUpdate
         * @description The name, note, default version and retries of a pipeline. Fields that are left out do not change.
         */
        PipelineUpdate: {
            /** Name */
            name?: string | null;
            /** Note */
            note?: string | null;
            /** Default Version */
            default_version?: number | null;
            retry?: components["schemas"]["RetryPolicy"] | null;
        };
        /**
         * PipelineVersionDocument
         * @description A version with its document.
         */
        PipelineVersionDocument: {
            /** Version */
            version: number;
            /** Note */
            note: string;
            /** Revision */
            revision: number;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Disabled At */
            disabled_at: string | null;
            /** Disabled Reason */
            disabled_reason: string;
            /** Runs */
            runs: number;
            declarations: components["schemas"]["Declarations"];
            /** Document */
            document: components["schemas"]["Design"];
            picture: components["schemas"]["GraphPicture"];
            /** Picture Nodes */
            picture_nodes: string[];
            /** Declared Nodes */
            declared_nodes: string[];
        };
        /**
         * PipelineVersionRead
         * @description A version of a pipeline, and what runs of it may be given.
         */
        PipelineVersionRead: {
            /** Version */
            version: number;
            /** Note */
            note: string;
            /** Revision */
            revision: number;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Disabled At */
            disabled_at: string | null;
            /** Disabled Reason */
            disabled_reason: string;
            /** Runs */
            runs: number;
            declarations: components["schemas"]["Declarations"];
        };
        /**
         * PipelineVersionUpdate
         * @description Disable a version, with a reason, or enable it again. All else of it never changes.
         */
        PipelineVersionUpdate: {
            /** Disabled */
            disabled: boolean;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * PlaceholderDrawingRead
         * @description What a learner does, as two paths of SVG, 44 x 42: strokes that are drawn through, and dashed ones.
         */
        PlaceholderDrawingRead: {
            /** Solid */
            solid: string;
            /** Dashed */
            dashed: string;
        };
        /**
         * PortColumn
         * @description A column at a port: `levels` of a category where they are known, `seen` where data have been seen.
         */
        PortColumn: {
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other";
            /**
             * Role
             * @enum {string}
             */
            role: "feature" | "label" | "score" | "weight" | "time" | "series" | "group" | "none";
            /** Levels */
            levels?: string[];
            seen?: components["schemas"]["ValueStatistics"];
        };
        /**
         * PortRead
         * @description An input or output of a module.
         */
        PortRead: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /**
             * Type
             * @enum {string}
             */
            type: "dataset" | "untrained_model" | "trained_model" | "transformation" | "evaluation" | "file" | "image_directory";
            /** Optional */
            optional: boolean;
            /** Many */
            many: boolean;
        };
        /**
         * PortTable
         * @description The columns at a port; `complete` is false when a run may bring more.
         */
        PortTable: {
            /** Columns */
            columns: components["schemas"]["PortColumn"][];
            /** Complete */
            complete: boolean;
        };
        /**
         * PortsRequest
         * @description A source, and the ports that it is to have; without them its ports are read.
         */
        PortsRequest: {
            /** Name */
            name: string;
            /** Code */
            code: string;
            ports?: components["schemas"]["ScriptPortsBody"] | null;
        };
        /**
         * PostgresqlFields
         * @description A PostgreSQL database.
         */
        PostgresqlFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "postgresql";
            /** Host */
            host: string;
            /**
             * Port
             * @default 5432
             */
            port: number;
            /** Database */
            database: string;
            /** User */
            user: string;
            /**
             * Password
             * Format: password
             * @default
             */
            password: string;
            /**
             * Tls
             * @default prefer
             * @enum {string}
             */
            tls: "disable" | "prefer" | "require" | "verify-full";
        };
        /**
         * PredictionRead
         * @description The answer to rows that were sent as JSON: the rows with what was predicted, and by which deployment.
         *
         *     `ids` are there where predictions wait for their true labels.
         */
        PredictionRead: {
            /** Rows */
            rows: {
                [key: string]: string | number | boolean | null;
            }[];
            /** Deployment */
            deployment: number;
            /** Request */
            request: string;
            /** Warnings */
            warnings: components["schemas"]["RequestFinding"][];
            /**
             * Ids
             * @default []
             */
            ids: string[];
        };
        /**
         * PresenceEvent
         * @description Somebody came, or went.
         */
        PresenceEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "presence";
            data: components["schemas"]["PresenceMessage"];
        };
        /**
         * PresenceMessage
         * @description Everybody who has the design open.
         */
        PresenceMessage: {
            /** Here */
            here: components["schemas"]["ParticipantRead"][];
        };
        /**
         * PresencePerson
         * @description Who has the design open.
         */
        PresencePerson: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "local" | "account" | "guest" | "visitor";
        };
        /**
         * PresenceUpdate
         * @description What a tab points to, has selected and sees. `group` is the group whose contents it shows.
         */
        PresenceUpdate: {
            /** Client */
            client: string;
            pointer?: components["schemas"]["CanvasPoint"] | null;
            /**
             * Selection
             * @default []
             */
            selection: string[];
            sight?: components["schemas"]["CanvasViewport"] | null;
            /** Group */
            group?: string | null;
            /**
             * Away
             * @default false
             */
            away: boolean;
        };
        /**
         * PreviewColumn
         * @description A column of a sampled table.
         */
        PreviewColumn: {
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other";
            /**
             * Role
             * @enum {string}
             */
            role: "feature" | "label" | "score" | "weight" | "time" | "series" | "group" | "none";
        };
        /**
         * PreviewModel
         * @description A model of an evaluation with its metrics on the sample; what is undefined is null.
         */
        PreviewModel: {
            /** Model */
            model: string;
            /** Metrics */
            metrics: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * PreviewNode
         * @description What a node gave on the sample, or why it gave nothing.
         */
        PreviewNode: {
            /**
             * Ports
             * @default {}
             */
            ports: {
                [key: string]: components["schemas"]["PreviewPort"];
            };
            /** Error */
            error?: string | null;
            /** Slow */
            slow?: string | null;
            /**
             * Skipped
             * @default false
             */
            skipped: boolean;
        };
        /**
         * PreviewPort
         * @description What a port shows: the first rows of a table, or the metrics of an evaluation.
         */
        PreviewPort: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "dataset" | "evaluation" | "model" | "transformation" | "other";
            /** Rows */
            rows?: number | null;
            /** Width */
            width?: number | null;
            /**
             * Columns
             * @default []
             */
            columns: components["schemas"]["PreviewColumn"][];
            /**
             * Head
             * @default []
             */
            head: components["schemas"]["JsonValue"][][];
            /**
             * Models
             * @default []
             */
            models: components["schemas"]["PreviewModel"][];
        };
        /**
         * ProblemRead
         * @description What is wrong with the graph: an error keeps the node from running, advice does not.
         *
         *     Advice says why in `reason`; `silence` has the edits that dismiss it for its node, or show it again.
         */
        ProblemRead: {
            /** Node */
            node: string | null;
            /** Field */
            field: string | null;
            /** Message */
            message: string;
            fix: components["schemas"]["FixRead"] | null;
            /**
             * Severity
             * @default error
             * @enum {string}
             */
            severity: "error" | "advice";
            /**
             * Rule
             * @default
             */
            rule: string;
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Silence
             * @default []
             */
            silence: components["schemas"]["Edit"][];
        };
        /**
         * ProfileRead
         * @description Who is signed in.
         */
        ProfileRead: {
            /** Id */
            id: string;
            /** Login */
            login: string;
            /** Name */
            name: string;
            /** Owns Server */
            owns_server: boolean;
            /** Has Password */
            has_password: boolean;
            workspace: components["schemas"]["MembershipRead"] | null;
            /** Workspaces */
            workspaces: components["schemas"]["MembershipRead"][];
        };
        /**
         * ProgressEvent
         * @description A step has come further.
         */
        ProgressEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "progress";
            data: components["schemas"]["ProgressMessage"];
        };
        /**
         * ProgressMessage
         * @description How far a step is.
         */
        ProgressMessage: {
            /** Run */
            run: string;
            /** Node */
            node: string;
            progress: components["schemas"]["ProgressRead"];
        };
        /**
         * ProgressRead
         * @description `done` of `total` units, with the results so far of a step that has some.
         */
        ProgressRead: {
            /** Done */
            done: number;
            /** Total */
            total: number | null;
            /** Unit */
            unit: string;
            results?: components["schemas"]["LiveResultsRead"] | null;
        };
        /**
         * PromotedParameter
         * @description A parameter of a node in the group that is edited at the group.
         */
        PromotedParameter: {
            /** Node */
            node: string;
            /** Parameter */
            parameter: string;
            /** Title */
            title?: string | null;
        };
        /**
         * PromotedPort
         * @description A port of a node in the group that its card shows even while no edge crosses the border there.
         */
        PromotedPort: {
            /** Node */
            node: string;
            /** Port */
            port: string;
            /**
             * Side
             * @enum {string}
             */
            side: "input" | "output";
        };
        /**
         * PromptCreate
         * @description The words of a person, what was said before, and the nodes that they have selected.
         */
        PromptCreate: {
            /** Words */
            words: string;
            /**
             * Earlier
             * @default []
             */
            earlier: components["schemas"]["PromptTurn"][];
            /**
             * Selected
             * @default []
             */
            selected: string[];
        };
        /**
         * PromptEvent
         * @description The model works, or has ended.
         */
        PromptEvent: {
            /**
             * Event
             * @constant
             */
            event: "progress";
            data: components["schemas"]["PromptProgress"];
        };
        /**
         * PromptProgress
         * @description What happens to a prompt: a step of the work (`step`), or how it ended (`answer`, `failure`).
         */
        PromptProgress: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "step" | "answer" | "failure";
            /** Text */
            text: string;
            proposal?: components["schemas"]["Proposed"] | null;
        };
        /**
         * PromptTurn
         * @description What was said before: a prompt of the person (`user`), or an answer of the model (`assistant`).
         */
        PromptTurn: {
            /**
             * Role
             * @enum {string}
             */
            role: "user" | "assistant";
            /** Content */
            content: string;
        };
        /**
         * ProposalCreate
         * @description Edits that somebody is to look at, with a title such as "Impute the ages" and the reason for them.
         */
        ProposalCreate: {
            /** Edits */
            edits: components["schemas"]["Edit"][];
            /** Title */
            title: string;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Tool
             * @description The program that proposes it for the person.
             */
            tool?: string | null;
        };
        /**
         * ProposalDetails
         * @description A proposed change with what it does to the design as it is now.
         */
        ProposalDetails: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /** Note */
            note: string;
            /** Edits */
            edits: components["schemas"]["Edit"][];
            /**
             * State
             * @enum {string}
             */
            state: "pending" | "accepted" | "rejected";
            /** Outdated */
            outdated: boolean;
            /** Proposed By */
            proposed_by: string;
            /** Proposed With */
            proposed_with: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            check: components["schemas"]["EditCheckRead"];
            /** Old */
            old: components["schemas"]["Design"];
            /** New */
            new: components["schemas"]["Design"];
        };
        /**
         * ProposalRead
         * @description A proposed change. `outdated`: the design has changed since, so that it may mean something else now.
         */
        ProposalRead: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /** Note */
            note: string;
            /** Edits */
            edits: components["schemas"]["Edit"][];
            /**
             * State
             * @enum {string}
             */
            state: "pending" | "accepted" | "rejected";
            /** Outdated */
            outdated: boolean;
            /** Proposed By */
            proposed_by: string;
            /** Proposed With */
            proposed_with: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * ProposalsEvent
         * @description A change was proposed, accepted or rejected.
         */
        ProposalsEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "proposals";
            /** Id */
            id: number;
            data: components["schemas"]["ProposalsMessage"];
        };
        /**
         * ProposalsMessage
         * @description Which proposal is new or was decided on.
         */
        ProposalsMessage: {
            /** Proposal */
            proposal: string;
        };
        /**
         * Proposed
         * @description A proposed change that came of a prompt. It waits on the canvas.
         */
        Proposed: {
            /** Id */
            id: string;
            /** Title */
            title: string;
        };
        /**
         * ProposedWord
         * @description A word that probably stands for a missing value.
         */
        ProposedWord: {
            /** Word */
            word: string;
            /** Column */
            column: string;
            /** Cells */
            cells: number;
            /**
             * Others
             * @enum {string}
             */
            others: "numbers" | "dates" | "";
        };
        /**
         * PublishCreate
         * @description A design to be published as the next version of the pipeline of this name; a new name makes a pipeline.
         */
        PublishCreate: {
            /** Name */
            name: string;
            /**
             * Note
             * @description What is new in this version.
             * @default
             */
            note: string;
            /**
             * Make Default
             * @default true
             */
            make_default: boolean;
        };
        /**
         * PublishDraftRead
         * @description What would be published of a design now, what stands in its way, and the pipelines that it has already.
         */
        PublishDraftRead: {
            declarations: components["schemas"]["Declarations"];
            /** Reasons */
            reasons: string[];
            /** Pipelines */
            pipelines: components["schemas"]["PipelineReference"][];
        };
        /**
         * PythonVersionsRead
         * @description The versions of Python that environments can have, the newest first, and the server's own.
         */
        PythonVersionsRead: {
            /** Versions */
            versions: string[];
            /** Default */
            default: string;
        };
        /**
         * QuantileDetails
         * @description A model of quantiles, in rising order.
         *
         *     `coverage` is the share of rows between the lowest and the highest quantile. `intervals` are up to 300 rows drawn at
         *     random: the truth, then each quantile.
         */
        QuantileDetails: {
            /** Rows */
            rows: number;
            /** Label */
            label: string;
            /** Quantiles */
            quantiles: components["schemas"]["QuantileMeasure"][];
            /** Coverage */
            coverage: number;
            /** Expected Coverage */
            expected_coverage: number;
            /** Mean Width */
            mean_width: number;
            /** Intervals */
            intervals: number[][];
            range: components["schemas"]["ValueRange"];
            /** Columns */
            columns?: components["schemas"]["SourceColumns"];
            /** Called From */
            called_from?: number | null;
        };
        /**
         * QuantileMeasure
         * @description The loss of a quantile, and the share of rows at or below it.
         */
        QuantileMeasure: {
            /** Quantile */
            quantile: number;
            /** Loss */
            loss: number;
            /** Below */
            below: number;
        };
        /**
         * QuickStartRead
         * @description The nodes of a first design, and what it keeps out of training.
         */
        QuickStartRead: {
            /** Target */
            target: string;
            /**
             * Task
             * @enum {string}
             */
            task: "regression" | "two-class" | "multiclass";
            /** Nodes */
            nodes: {
                [key: string]: components["schemas"]["Node"];
            };
            /** Left Out */
            left_out: components["schemas"]["OmittedColumn"][];
            asked: components["schemas"]["AskedColumn"] | null;
            /** Series */
            series: string;
            forecast: components["schemas"]["ForecastOffer"] | null;
        };
        /**
         * QuotaLimits
         * @description Bytes that a workspace may hold, its steps that run at once, and its runs under way or waiting; 0 is no limit.
         */
        QuotaLimits: {
            /** Storage */
            storage: number;
            /** Steps */
            steps: number;
            /** Runs */
            runs: number;
        };
        /**
         * QuotaUpdate
         * @description Limits of a workspace. Null means the value of the settings, and 0 means no limit.
         */
        QuotaUpdate: {
            /** Storage */
            storage?: number | null;
            /** Steps */
            steps?: number | null;
            /** Runs */
            runs?: number | null;
        };
        /**
         * RankingDetails
         * @description How well recommended items are ordered.
         *
         *     At most `depth` items were recommended to each user. `by_chance` is the mean NDCG of the same items in random order,
         *     `by_user` counts users by their own NDCG.
         */
        RankingDetails: {
            /**
             * Kind
             * @default ranking
             * @constant
             */
            kind: "ranking";
            /** Users */
            users: number;
            /** Depth */
            depth: number;
            /** Ndcg */
            ndcg: number;
            /** By Chance */
            by_chance: number;
            by_user: components["schemas"]["Histogram"];
        };
        /**
         * RatedItem
         * @description An item, and those that are most similar to it, the most similar first.
         */
        RatedItem: {
            /** Item */
            item: string;
            /** Ratings */
            ratings: number;
            /** Similar */
            similar: components["schemas"]["SimilarItem"][];
        };
        /**
         * RatingDetails
         * @description A recommender that predicts ratings.
         */
        RatingDetails: {
            /** Rows */
            rows: number;
            /** Label */
            label: string;
            /** Points */
            points: [
                number,
                number
            ][];
            residuals: components["schemas"]["Histogram"];
            range: components["schemas"]["ValueRange"];
            true_range: components["schemas"]["ValueRange"];
            /**
             * Kind
             * @default ratings
             * @constant
             */
            kind: "ratings";
        };
        /**
         * RawLine
         * @description A line of a text, or a row of a sheet, as it is in the file.
         */
        RawLine: {
            /** Number */
            number: number;
            /** Text */
            text: string;
            /**
             * Role
             * @enum {string}
             */
            role: "skipped" | "names" | "row" | "blank" | "total";
        };
        /**
         * ReadingOptions
         * @description How a file is read. What is empty or auto is found out by looking at it.
         */
        ReadingOptions: {
            /**
             * Delimiter
             * @description The character between the values of a row.
             */
            delimiter?: string | null;
            /**
             * Decimal
             * @description The mark before the decimals of a number.
             * @default auto
             * @enum {string}
             */
            decimal: "auto" | "." | ",";
            /**
             * Thousands
             * @description The mark between groups of three digits.
             * @default auto
             * @enum {string}
             */
            thousands: "auto" | "none" | "." | "," | " " | "'";
            /**
             * Date Order
             * @description Which number of a date comes first.
             * @default auto
             * @enum {string}
             */
            date_order: "auto" | "day first" | "month first";
            /**
             * Encoding
             * @description Encoding of a text file.
             * @default auto
             * @enum {string}
             */
            encoding: "auto" | "utf-8" | "utf-16" | "cp1252" | "iso-8859-1" | "iso-8859-2" | "iso-8859-15" | "cp1250" | "cp1251" | "gb18030" | "shift_jis";
            /**
             * Has Header
             * @description Whether the first row holds names.
             * @default auto
             * @enum {string}
             */
            has_header: "auto" | "yes" | "no";
            /**
             * Skip Rows
             * @description Rows above the table that are left out.
             */
            skip_rows?: number | null;
            /**
             * Skip Last Rows
             * @description Rows below the table that are left out. Empty: its totals.
             */
            skip_last_rows?: number | null;
            /**
             * Sheet
             * @description Sheet of a workbook.
             */
            sheet?: string | null;
            /**
             * Missing Words
             * @description Words that stand for a missing value. Empty: NA, N/A, null, ? and the like.
             */
            missing_words?: string[] | null;
            /**
             * File Shape
             * @description Files whose columns are like those of this one are read the same way.
             */
            file_shape?: string | null;
            /**
             * Columns
             * @description Decisions by the name that the file gives.
             * @default {}
             */
            columns: {
                [key: string]: components["schemas"]["ColumnReading"];
            };
        };
        /**
         * ReadingReport
         * @description The first rows of the files as one table, as they would be read.
         */
        ReadingReport: {
            /** Files */
            files: components["schemas"]["FileReport"][];
            /**
             * Columns
             * @default []
             */
            columns: components["schemas"]["ColumnReport"][];
            /**
             * Columns Total
             * @default 0
             */
            columns_total: number;
            /**
             * Rows
             * @default []
             */
            rows: (string | null)[][];
            /**
             * Written
             * @default []
             */
            written: (string | null)[][];
            /**
             * Decimal
             * @default .
             * @enum {string}
             */
            decimal: "." | ",";
            /**
             * Thousands
             * @default
             */
            thousands: string;
            /**
             * Marks Reason
             * @default
             */
            marks_reason: string;
            /** Date Order */
            date_order?: ("auto" | "day first" | "month first") | null;
            /**
             * Date Column
             * @default
             */
            date_column: string;
            /**
             * Missing Words
             * @default []
             */
            missing_words: string[];
            /**
             * Proposed Words
             * @default []
             */
            proposed_words: components["schemas"]["ProposedWord"][];
            /**
             * Notices
             * @default []
             */
            notices: string[];
            refusal?: components["schemas"]["Refusal"] | null;
            /** Code */
            code?: string | null;
        };
        /**
         * RefreshedWidget
         * @description When data from outside were last fetched again: a button.
         */
        RefreshedWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default always
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "refreshed";
        };
        /**
         * Refusal
         * @description Why the files can't be read so, and which option is at fault, if one is.
         */
        Refusal: {
            /** Message */
            message: string;
            /** Option */
            option?: string | null;
            /** Differing File */
            differing_file?: number | null;
        };
        /**
         * RegressionDetails
         * @description A model of numbers.
         */
        RegressionDetails: {
            /** Rows */
            rows: number;
            /** Label */
            label: string;
            /** Points */
            points: [
                number,
                number
            ][];
            residuals: components["schemas"]["Histogram"];
            range: components["schemas"]["ValueRange"];
            true_range: components["schemas"]["ValueRange"];
            /** Columns */
            columns?: components["schemas"]["SourceColumns"];
            /** Called From */
            called_from?: number | null;
        };
        /**
         * ReproductionRead
         * @description Whether a run could be repeated.
         */
        ReproductionRead: {
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "identical" | "equal" | "differs" | "failed";
            /** Sentence */
            sentence: string;
            /** Steps */
            steps: components["schemas"]["StepComparisonRead"][];
            /** Metrics */
            metrics: components["schemas"]["MetricComparisonRead"][];
            /** Environment */
            environment: string[];
        };
        /**
         * RequestDataset
         * @description The dataset that sampled requests became, with its newest version.
         */
        RequestDataset: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Version */
            version: number;
            /** Rows */
            rows: number;
        };
        /**
         * RequestFinding
         * @description What is to be said of a value in a request; `row` is null where it holds for the column.
         */
        RequestFinding: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "missing_column" | "extra_column" | "wrong_type" | "missing_value" | "unseen_level" | "out_of_range" | "failed";
            /** Row */
            row: number | null;
            /** Column */
            column: string;
            /** Message */
            message: string;
            /** Value */
            value: string | number | boolean | null;
        };
        /**
         * RequestLog
         * @description The newest sampled requests, and the dataset that they became.
         */
        RequestLog: {
            /** Sampled Percent */
            sampled_percent: number;
            /** Masked Columns */
            masked_columns: string[];
            /** Total */
            total: number;
            /** Dataset Id */
            dataset_id: string | null;
            /** Dataset Name */
            dataset_name: string | null;
            /** Requests */
            requests: components["schemas"]["LoggedRequest"][];
        };
        /**
         * RequestedSecret
         * @description A secret that nodes ask for, and what these are called.
         */
        RequestedSecret: {
            /** Name */
            name: string;
            /** Nodes */
            nodes: string[];
        };
        /**
         * ResetEvent
         * @description Too much was missed to be told: load the design anew.
         */
        ResetEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "reset";
            /** Id */
            id: number;
            data: components["schemas"]["EmptyMessage"];
        };
        /**
         * RestFields
         * @description A REST interface: the header with its key goes to this address and to no other.
         */
        RestFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "rest";
            /** Base Url */
            base_url: string;
            /**
             * Header
             * @default Authorization
             */
            header: string;
            /**
             * Secret
             * Format: password
             * @default
             */
            secret: string;
        };
        /**
         * RestorationRead
         * @description The edits that make the design what it was, to be sent like any other change.
         */
        RestorationRead: {
            /** Revision */
            revision: number;
            /** Edits */
            edits: components["schemas"]["Edit"][];
        };
        /**
         * ResultsEvent
         * @description To visitors who edit: there are other results now.
         */
        ResultsEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "results";
            /** Id */
            id: number;
            data: components["schemas"]["EmptyMessage"];
        };
        /**
         * RetainedItemRead
         * @description What stays although it was asked for, and why; `run` is null where only results stay.
         */
        RetainedItemRead: {
            run: components["schemas"]["CleanupRun"] | null;
            /** Reason */
            reason: string;
            /** Bytes */
            bytes: number;
        };
        /**
         * RetryPolicy
         * @description How runs of a pipeline that fail are tried again. Runs that a person starts by hand are not.
         */
        RetryPolicy: {
            /**
             * Attempts
             * @description How often a failed run is tried again.
             * @default 0
             */
            attempts: number;
            /**
             * Delay Seconds
             * @description How long to wait before each new attempt, in seconds.
             * @default 60
             */
            delay_seconds: number;
        };
        /**
         * RevisionRead
         * @description The revision that holds the change.
         */
        RevisionRead: {
            /** Revision */
            revision: number;
        };
        /**
         * RowContribution
         * @description By how much the value of a column moves the answer away from that for a typical row.
         */
        RowContribution: {
            /** Column */
            column: string;
            /** Value */
            value: string | number | boolean | null;
            /** Typical */
            typical: string | number | boolean | null;
            /** Amount */
            amount: number;
        };
        /**
         * RowExplanation
         * @description What moved an answer.
         *
         *     The contributions add up to `answer` minus `typical`, the answer for a row of medians and most common values.
         *     `exact` says whether all orders of the columns were counted; else it is an average over `orders` of them.
         *     `explained` is the column of the answer, and `of` the class whose probability it is.
         */
        RowExplanation: {
            /** Explained */
            explained: string;
            /** Of */
            of: string | null;
            /** Typical */
            typical: number;
            /** Answer */
            answer: number;
            /** Exact */
            exact: boolean;
            /** Orders */
            orders: number;
            /** Contributions */
            contributions: components["schemas"]["RowContribution"][];
        };
        /**
         * RowWindow
         * @description A window of rows: row by row, in the order of `columns`; null is missing. `total` counts the rows selected.
         *
         *     `numbers` are the places of the rows in the table, from 0.
         */
        RowWindow: {
            /** Offset */
            offset: number;
            /** Total */
            total: number;
            /** Columns */
            columns: string[];
            /** Rows */
            rows: unknown[][];
            /** Numbers */
            numbers: number[];
        };
        /**
         * RowsWidget
         * @description A table that the user fills in: each row is a model of a few fields, and its cells are drawn like parameters.
         */
        RowsWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "rows";
            /** Row Title */
            row_title: string;
            /** Cells */
            cells: (components["schemas"]["FormulaWidget"] | components["schemas"]["ConditionsWidget"] | components["schemas"]["ColumnWidget"] | components["schemas"]["ColumnNamesWidget"] | components["schemas"]["ColumnsWidget"] | components["schemas"]["ChoiceWidget"] | components["schemas"]["SwitchWidget"] | components["schemas"]["NumberWidget"] | components["schemas"]["TextWidget"] | components["schemas"]["ListWidget"])[];
            /** Adds Column */
            adds_column?: string | null;
            /** Min Rows */
            min_rows: number | null;
            /** Max Rows */
            max_rows: number | null;
        };
        /**
         * RulesThumbnail
         * @description A transformation: how many rules it has.
         */
        RulesThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "rules";
            /** Count */
            count: number;
        };
        /**
         * RunAnalysisRead
         * @description A question under way: how far it is, and its answer.
         */
        RunAnalysisRead: {
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "causes" | "reproduction";
            /** Asked */
            asked: {
                [key: string]: string;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * State
             * @enum {string}
             */
            state: "running" | "done" | "cancelled" | "failed";
            /** Done */
            done: number;
            /** Total */
            total: number;
            /** Error */
            error: string | null;
            /** Causes */
            causes: components["schemas"]["EffectRead"][] | null;
            /** Between */
            between: [
                number,
                number
            ] | null;
            reproduction: components["schemas"]["ReproductionRead"] | null;
        };
        /**
         * RunComparisonRead
         * @description Runs side by side. `changes` are those of each run against the first; the first has none.
         */
        RunComparisonRead: {
            /** Runs */
            runs: components["schemas"]["DesignRunSummary"][];
            /** Changes */
            changes: components["schemas"]["ChangeRead"][][];
            /** Documents */
            documents: components["schemas"]["Design"][];
            /** Nodes */
            nodes: components["schemas"]["ComparedNode"][];
            /** Metrics */
            metrics: components["schemas"]["ComparedMetric"][];
        };
        /**
         * RunCreate
         * @description Run a design, or only what the target nodes need. The same `key` sent twice is one run.
         */
        RunCreate: {
            /**
             * Targets
             * @default []
             */
            targets: string[];
            /** Key */
            key?: string | null;
            /**
             * Without
             * @description Nodes to skip in this run only, to see what they change.
             * @default []
             */
            without: string[];
            /**
             * Compute Target
             * @description The target to compute on, instead of the one that the design names. 'local' is this machine.
             */
            compute_target?: string | null;
        };
        /**
         * RunEvent
         * @description A run has begun or ended.
         */
        RunEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "run";
            /** Id */
            id: number;
            data: components["schemas"]["RunRead"];
        };
        /**
         * RunFormRead
         * @description What a form for a run needs: the version that it is for, what it declares, and the data behind its inputs.
         */
        RunFormRead: {
            /** Version */
            version: number;
            /** Versions */
            versions: number[];
            declarations: components["schemas"]["Declarations"];
            /** Inputs */
            inputs: {
                [key: string]: components["schemas"]["InputStateRead"];
            };
            /** Seconds */
            seconds: number | null;
        };
        /**
         * RunRead
         * @description One execution of one version of a design.
         */
        RunRead: {
            /** Id */
            id: string;
            /** Number */
            number: number;
            /** Design Id */
            design_id: string;
            /** Revision */
            revision: number;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** Targets */
            targets: string[];
            /**
             * By Pipeline
             * @default false
             */
            by_pipeline: boolean;
            isolation: components["schemas"]["IsolationRead"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
            /**
             * Model Titles
             * @default {}
             */
            model_titles: {
                [key: string]: string[];
            };
            /** Steps */
            steps: components["schemas"]["StepRead"][];
        };
        /**
         * RunSummary
         * @description A run in a list: how far it came and what it measured.
         */
        RunSummary: {
            /** Id */
            id: string;
            /** Number */
            number: number;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Seconds */
            seconds: number | null;
            /** Done */
            done: number;
            /** Total */
            total: number;
            /** Evaluations */
            evaluations: {
                [key: string]: components["schemas"]["ModelMetrics"][];
            };
            /** Revision */
            revision: number;
            /** Tags */
            tags: string[];
            /** Note */
            note: string;
            /** Bytes */
            bytes: number;
        };
        /**
         * RunUpdate
         * @description Tags and a note of a run. Fields that are left out do not change.
         */
        RunUpdate: {
            /** Tags */
            tags?: string[] | null;
            /** Note */
            note?: string | null;
        };
        /**
         * S3Fields
         * @description A bucket of Amazon S3 or of a storage that speaks its language; without keys, what everybody may read.
         */
        S3Fields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "s3";
            /**
             * Endpoint
             * @default
             */
            endpoint: string;
            /**
             * Region
             * @default
             */
            region: string;
            /** Bucket */
            bucket: string;
            /**
             * Access Key
             * @default
             */
            access_key: string;
            /**
             * Secret Key
             * Format: password
             * @default
             */
            secret_key: string;
        };
        /**
         * SameName
         * @description A dataset that has the name already.
         */
        SameName: {
            /** Dataset */
            dataset: string;
            /** Name */
            name: string;
            /** Next Version */
            next_version: number;
            /** Unused Name */
            unused_name: string;
        };
        /**
         * SampleDesignRead
         * @description A complete design with its data, and what it teaches.
         */
        SampleDesignRead: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Question */
            question: string;
            /** Description */
            description: string;
            /** Teaches */
            teaches: string;
            /** Modules */
            modules: number;
            /** Task */
            task: string;
            /** Topics */
            topics: ("data preparation" | "regression" | "intervals" | "classification" | "clustering" | "anomalies" | "text" | "images" | "recommendation" | "neural networks" | "time" | "reports" | "missing values" | "rare classes" | "costs" | "feature selection" | "dimensions" | "comparing models" | "cross-validation" | "tuning" | "explanation" | "automated ml" | "statistics" | "python" | "r" | "sql" | "own modules" | "groups" | "web services" | "pipelines")[];
            /**
             * Level
             * @enum {string}
             */
            level: "beginner" | "intermediate" | "advanced";
            /** Seconds */
            seconds: number | null;
            picture: components["schemas"]["GraphPicture"];
            glance: components["schemas"]["Thumbnail"] | null;
        };
        /**
         * SampleImportStatus
         * @description How many sample datasets the server is still to read, as it does when it starts for the first time.
         */
        SampleImportStatus: {
            /** Left */
            left: number;
        };
        /**
         * SavedFunction
         * @description A Python function, under the name that it has in a design.
         */
        SavedFunction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "function";
            /** Name */
            name: string;
            /** Code */
            code: string;
        };
        /**
         * SavedGroup
         * @description The nodes of a group with the edges between them, and the modules that were written for them.
         */
        SavedGroup: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "group";
            /** Group */
            group: string;
            /** Nodes */
            nodes: {
                [key: string]: components["schemas"]["Node"];
            };
            /** Groups */
            groups: {
                [key: string]: {
                    [key: string]: components["schemas"]["JsonValue"];
                };
            };
            /**
             * Notes
             * @default {}
             */
            notes: {
                [key: string]: {
                    [key: string]: components["schemas"]["JsonValue"];
                };
            };
            /**
             * Modules
             * @default {}
             */
            modules: {
                [key: string]: components["schemas"]["CustomModule"];
            };
        };
        /**
         * SavedModuleCreate
         * @description A module to save.
         */
        SavedModuleCreate: {
            /** Title */
            title: string;
            /** Content */
            content: components["schemas"]["SavedFunction"] | components["schemas"]["SavedGroup"];
        };
        /**
         * SavedModuleRead
         * @description A saved module in its newest version.
         */
        SavedModuleRead: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "function" | "group";
            /** Version */
            version: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Content */
            content: components["schemas"]["SavedFunction"] | components["schemas"]["SavedGroup"];
        };
        /**
         * SavedModuleUpdate
         * @description The new title.
         */
        SavedModuleUpdate: {
            /** Title */
            title: string;
        };
        /**
         * SavedModuleVersionCreate
         * @description The new version of a saved module.
         */
        SavedModuleVersionCreate: {
            /** Content */
            content: components["schemas"]["SavedFunction"] | components["schemas"]["SavedGroup"];
        };
        /**
         * ScatterGrid
         * @description Counts of rows in the cells of a grid: [place across, place up, rows]; empty cells are left out.
         */
        ScatterGrid: {
            /** X Edges */
            x_edges: number[];
            /** Y Edges */
            y_edges: number[];
            /** Counts */
            counts: number[][];
        };
        /**
         * ScatterRead
         * @description Points of two columns, times as milliseconds since 1970 UTC; `cells` counts all rows where these are a sample.
         */
        ScatterRead: {
            /** Rows */
            rows: number;
            /** Without */
            without: number;
            /** X */
            x: number[];
            /** Y */
            y: number[];
            /** Color */
            color: unknown[] | null;
            /** Size */
            size: unknown[] | null;
            cells: components["schemas"]["ScatterGrid"] | null;
        };
        /**
         * ScatterThumbnail
         * @description An evaluation of numbers: true against predicted.
         */
        ScatterThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "scatter";
            /** Points */
            points: [
                number,
                number
            ][];
        };
        /**
         * SchedulePreviewCreate
         * @description A schedule that is not saved.
         */
        SchedulePreviewCreate: {
            schedule: components["schemas"]["ScheduleSettings"];
            /**
             * Count
             * @default 5
             */
            count: number;
        };
        /**
         * SchedulePreviewRead
         * @description A schedule in words, and its next times.
         */
        SchedulePreviewRead: {
            /** Words */
            words: string;
            /** Times */
            times: components["schemas"]["UpcomingRead"][];
        };
        /**
         * ScheduleSettings
         * @description When a pipeline runs by itself, and what happens when it could not or still runs.
         */
        ScheduleSettings: {
            /**
             * Cron
             * @description Minute, hour, day of the month, month and day of the week, as in `0 6 * * 1-5`.
             * @example 0 6 * * 1-5
             */
            cron: string;
            /**
             * Time Zone
             * @description The time zone of the schedule, as in `Europe/Madrid`.
             * @default UTC
             */
            time_zone: string;
            /**
             * Missed
             * @description What happens to times at which the server was not running: `skip` them, `run_once` for all of them, or `run_each` of them.
             * @default run_once
             * @enum {string}
             */
            missed: "skip" | "run_once" | "run_each";
            /**
             * Max Missed
             * @description With `run_each`: how many missed times run at most.
             * @default 100
             */
            max_missed: number;
            /**
             * Overlap
             * @description What happens when an earlier run of this trigger has not ended: `skip` this time, `queue` one, or `allow` both at once.
             * @default skip
             * @enum {string}
             */
            overlap: "skip" | "queue" | "allow";
            /**
             * Jitter Seconds
             * @description Each run starts up to so many seconds late, so that many schedules do not start at once.
             * @default 0
             */
            jitter_seconds: number;
            /**
             * Ends At
             * @description After this time it is not due anymore.
             */
            ends_at?: string | null;
        };
        /**
         * SchemaView
         * @description A table as a link shows it that shows no statistics.
         */
        SchemaView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "schema";
            /** Rows */
            rows: number;
            /** Columns */
            columns: components["schemas"]["ColumnSummary"][];
        };
        /**
         * ScoreHistogram
         * @description Rows of each class in 40 equal bins of their scores.
         */
        ScoreHistogram: {
            /** Positive */
            positive: number[];
            /** Negative */
            negative: number[];
        };
        /**
         * ScoreQuantile
         * @description The score that so large a share of the rows does not exceed.
         */
        ScoreQuantile: {
            /** Share */
            share: number;
            /** Score */
            score: number;
        };
        /**
         * ScoringNodeRead
         * @description A node that scores, and the learner behind its model. The `best` did best in an evaluation that is up to date.
         */
        ScoringNodeRead: {
            /** Node */
            node: string;
            /** Title */
            title: string;
            /** Learner */
            learner: string;
            /** Best */
            best: boolean;
        };
        /**
         * ScriptModule
         * @description A source with its ports and the module that it is, or why there is none.
         *
         *     `unclear_lines` are those of return statements that do not list their values, to be changed by hand.
         */
        ScriptModule: {
            /** Code */
            code: string;
            /**
             * Language
             * @enum {string}
             */
            language: "python" | "r";
            ports: components["schemas"]["ScriptPortsBody"] | null;
            module: components["schemas"]["ModuleRead"] | null;
            /** Unclear Lines */
            unclear_lines: number[];
            flaw: components["schemas"]["SourceError"] | null;
        };
        /**
         * ScriptPortBody
         * @description A port of a source; `was` is the name that it has in the source now, null for a new one.
         */
        ScriptPortBody: {
            /** Name */
            name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "table" | "tables" | "file" | "model" | "object";
            /**
             * Optional
             * @default false
             */
            optional: boolean;
            /** Was */
            was?: string | null;
        };
        /**
         * ScriptPortsBody
         * @description The inputs and outputs of a source, in their order.
         */
        ScriptPortsBody: {
            /** Inputs */
            inputs: components["schemas"]["ScriptPortBody"][];
            /** Outputs */
            outputs: components["schemas"]["ScriptPortBody"][];
        };
        /**
         * ScriptRequest
         * @description A script that is to become a module of its own, and what the module is to be called.
         */
        ScriptRequest: {
            /**
             * Language
             * @enum {string}
             */
            language: "python" | "r";
            /** Script */
            script: string;
            /** Name */
            name: string;
            /** Title */
            title: string;
        };
        /**
         * SearchedLearner
         * @description A learner that was tried in full, with what was varied of it.
         */
        SearchedLearner: {
            /** Module */
            module: string;
            /** Title */
            title: string;
            /** Settings */
            settings: components["schemas"]["SearchedSetting"][];
        };
        /**
         * SearchedSetting
         * @description A setting that was varied. `importance` is its share of the variance, None where the trials are too few.
         */
        SearchedSetting: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /**
             * Scale
             * @enum {string}
             */
            scale: "log" | "linear" | "choice";
            /** Importance */
            importance: number | null;
        };
        /**
         * SecretCreate
         * @description A secret: scripts find it in their environment under its name.
         */
        SecretCreate: {
            /**
             * Value
             * Format: password
             */
            value: string;
            /** Name */
            name: string;
        };
        /**
         * SecretSummary
         * @description A secret without its value. It `opens` unless the key of this server is another one by now.
         */
        SecretSummary: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Opens */
            opens: boolean;
            /** Set By */
            set_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Used In */
            used_in: components["schemas"]["SecretUse"][];
        };
        /**
         * SecretUpdate
         * @description A new value for an existing secret.
         */
        SecretUpdate: {
            /**
             * Value
             * Format: password
             */
            value: string;
        };
        /**
         * SecretUse
         * @description A design with a node that asks for the secret.
         */
        SecretUse: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * SecretsWidget
         * @description Names of secrets. The source of a script names them, too.
         */
        SecretsWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default true
             */
            secret: boolean;
            /**
             * Withheld
             * @default without_scripts
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "secrets";
        };
        /**
         * SessionRead
         * @description A browser that is signed in.
         */
        SessionRead: {
            /** Id */
            id: string;
            /** Address */
            address: string;
            /** Browser */
            browser: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Last Used At
             * Format: date-time
             */
            last_used_at: string;
            /** Current */
            current: boolean;
        };
        /**
         * SftpFields
         * @description A folder of an SFTP server. Without its key, which proves that it is the right one, nothing is sent to it.
         */
        SftpFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "sftp";
            /** Host */
            host: string;
            /**
             * Port
             * @default 22
             */
            port: number;
            /**
             * Folder
             * @default
             */
            folder: string;
            /** User */
            user: string;
            /**
             * Login
             * Format: password
             * @default
             */
            login: string;
            /**
             * Host Key
             * @default
             */
            host_key: string;
        };
        /**
         * ShareCreate
         * @description What a link allows and shows. `days` until it expires; null means never.
         */
        ShareCreate: {
            /** Name */
            name: string;
            /**
             * Scope
             * @default view
             * @enum {string}
             */
            scope: "view" | "fork" | "edit" | "run";
            /**
             * Pinned
             * @default true
             */
            pinned: boolean;
            /**
             * Shows
             * @default metrics
             * @enum {string}
             */
            shows: "graph" | "metrics" | "statistics" | "rows";
            /**
             * Rows
             * @default 100
             */
            rows: number;
            /**
             * Scripts
             * @default false
             */
            scripts: boolean;
            /**
             * Preview
             * @default false
             */
            preview: boolean;
            /**
             * Comments
             * @default false
             */
            comments: boolean;
            /**
             * Days
             * @default 30
             */
            days: number | null;
            /** Password */
            password?: string | null;
            /**
             * Origins
             * @default []
             */
            origins: string[];
        };
        /**
         * ShareCreated
         * @description A new link with its token, which is shown only once. The address is `/s/{id}#{token}`.
         */
        ShareCreated: {
            /** Id */
            id: string;
            /** Design Id */
            design_id: string;
            /** Name */
            name: string;
            /** Scope */
            scope: string;
            /** Pinned */
            pinned: boolean;
            /** Revision */
            revision: number;
            /**
             * Shows
             * @enum {string}
             */
            shows: "graph" | "metrics" | "statistics" | "rows";
            /** Rows */
            rows: number;
            /** Scripts */
            scripts: boolean;
            /** Preview */
            preview: boolean;
            /** Comments */
            comments: boolean;
            /** Password */
            password: boolean;
            /** Origins */
            origins: string[];
            /** Opened */
            opened: number;
            /** Copied */
            copied: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Revoked At */
            revoked_at: string | null;
            /** Ended */
            ended: boolean;
            /** Token */
            token: string;
        };
        /**
         * ShareRead
         * @description A link, without its token, which nobody keeps.
         */
        ShareRead: {
            /** Id */
            id: string;
            /** Design Id */
            design_id: string;
            /** Name */
            name: string;
            /** Scope */
            scope: string;
            /** Pinned */
            pinned: boolean;
            /** Revision */
            revision: number;
            /**
             * Shows
             * @enum {string}
             */
            shows: "graph" | "metrics" | "statistics" | "rows";
            /** Rows */
            rows: number;
            /** Scripts */
            scripts: boolean;
            /** Preview */
            preview: boolean;
            /** Comments */
            comments: boolean;
            /** Password */
            password: boolean;
            /** Origins */
            origins: string[];
            /** Opened */
            opened: number;
            /** Copied */
            copied: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Revoked At */
            revoked_at: string | null;
            /** Ended */
            ended: boolean;
        };
        /**
         * ShareUpdate
         * @description The new name of a link.
         */
        ShareUpdate: {
            /** Name */
            name: string;
        };
        /**
         * SharedArtifactRead
         * @description A result as far as it is shared.
         */
        SharedArtifactRead: {
            /** Artifact */
            artifact: string;
            /** Type */
            type: string;
            /** Rows */
            rows: number | null;
            /** Columns */
            columns: number | null;
            /** Bytes */
            bytes: number;
            glance: components["schemas"]["Thumbnail"] | null;
            view: components["schemas"]["SharedView"] | null;
        };
        /**
         * SharedDesignRead
         * @description A design as far as it is shared.
         */
        SharedDesignRead: {
            /** Id */
            id: string;
            /** Scope */
            scope: string;
            /** Pinned */
            pinned: boolean;
            /** Revision */
            revision: number;
            /**
             * Saved At
             * Format: date-time
             */
            saved_at: string;
            /** Ends At */
            ends_at: string | null;
            /**
             * Shows
             * @enum {string}
             */
            shows: "graph" | "metrics" | "statistics" | "rows";
            /** Rows */
            rows: number;
            /** Scripts */
            scripts: boolean;
            /** Can Copy */
            can_copy: boolean;
            /** Sources */
            sources: string[];
            /** Document */
            document: components["schemas"]["Design"];
            /** Modules */
            modules: components["schemas"]["ModuleRead"][];
            /** Steps */
            steps: components["schemas"]["SharedStepRead"][];
            /** Shows Comments */
            shows_comments: boolean;
            /** Comments */
            comments: components["schemas"]["ThreadRead"][];
        };
        /**
         * SharedForm
         * @description A form as people with the link see it.
         *
         *     `example` are the median of each number and the most common of other values, never a row of the data: it is null
         *     for texts of which each may belong to one row, such as names and numbers of customers. `bars` are
         *     the heights of the bars of the training data, by column. `mean_error` is how far the model was off in its test on
         *     average, `accuracy` the share of test rows that it got right; null where they are not known. `answers` is how the
         *     predicted numbers were distributed in the training data; null for classes, and where that is not known.
         */
        SharedForm: {
            /** Title */
            title: string;
            /** Text */
            text: string;
            signature: components["schemas"]["ModelSignature"];
            /** Example */
            example: {
                [key: string]: string | number | boolean | null;
            };
            /** Bars */
            bars: {
                [key: string]: number[];
            };
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Mean Error */
            mean_error: number | null;
            /** Accuracy */
            accuracy: number | null;
            answers: components["schemas"]["AnswerBars"] | null;
        };
        /**
         * SharedStepRead
         * @description The part of a step that a guest sees, without messages, logs and paths.
         */
        SharedStepRead: {
            /** Node */
            node: string;
            /** Module */
            module: string;
            /** Title */
            title: string;
            /**
             * State
             * @enum {string}
             */
            state: "succeeded" | "reused";
            /** Seconds */
            seconds: number | null;
            /** Outputs */
            outputs: {
                [key: string]: components["schemas"]["OutputRead"];
            };
        };
        SharedView: components["schemas"]["SchemaView"] | components["schemas"]["DatasetView"] | components["schemas"]["ModelView"] | components["schemas"]["TransformationView"] | components["schemas"]["EvaluationView"];
        /**
         * SignatureColumn
         * @description A column of a request. `minimum` and `maximum` are those of the training data.
         *
         *     `levels` are the values that training saw of a text or category, null where they are too many or not known.
         *     `example` is the median or the commonest value.
         */
        SignatureColumn: {
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "vector" | "other";
            /** Levels */
            levels: string[] | null;
            /** Minimum */
            minimum: boolean | number | string | null;
            /** Maximum */
            maximum: boolean | number | string | null;
            /**
             * Missing
             * @description Whether training saw rows without a value.
             * @default false
             */
            missing: boolean;
            /** Example */
            example: boolean | number | string | null;
            /**
             * Required
             * @description Whether a request needs it: no answer depends on a column that is thrown away first.
             * @default true
             */
            required: boolean;
        };
        /**
         * SimilarItem
         * @description `similarity` is the cosine of the angle between what was learned of two items.
         */
        SimilarItem: {
            /** Item */
            item: string;
            /** Similarity */
            similarity: number;
        };
        /**
         * SimilarItemsDetails
         * @description The most rated items of a recommender, each with those that it has learned to be similar.
         */
        SimilarItemsDetails: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "similar_items";
            /** All Items */
            all_items: number;
            /** Items */
            items: components["schemas"]["RatedItem"][];
        };
        /**
         * SliceCondition
         * @description Which rows: those with this value in a column, those within a range of it, or those without a value.
         */
        SliceCondition: {
            /** Column */
            column: string;
            /** Value */
            value: string | null;
            /** Low */
            low: number | null;
            /** High */
            high: number | null;
        };
        /**
         * SnowflakeFields
         * @description A database of Snowflake.
         */
        SnowflakeFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "snowflake";
            /** Account */
            account: string;
            /**
             * Warehouse
             * @default
             */
            warehouse: string;
            /** Database */
            database: string;
            /**
             * Db Schema
             * @default
             */
            db_schema: string;
            /** User */
            user: string;
            /**
             * Password
             * Format: password
             * @default
             */
            password: string;
        };
        /**
         * SourceColumns
         * @description The columns that an evaluation was measured from; `weight` says how much each row counts.
         */
        SourceColumns: {
            /** Label */
            label: string | null;
            /** Predicted */
            predicted: string;
            /** Score */
            score: string | null;
            /** Weight */
            weight?: string;
        };
        /**
         * SourceError
         * @description Why a source is no module, and in which line.
         */
        SourceError: {
            /** Message */
            message: string;
            /** Line */
            line: number | null;
        };
        /**
         * SplitThumbnail
         * @description A split dataset: one histogram, and the share of the first part.
         */
        SplitThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "split";
            /** Bars */
            bars: number[];
            /** Share */
            share: number;
        };
        /**
         * SqlServerFields
         * @description A database of Microsoft SQL Server or Azure SQL.
         */
        SqlServerFields: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "sqlserver";
            /** Host */
            host: string;
            /**
             * Port
             * @default 1433
             */
            port: number;
            /** Database */
            database: string;
            /** User */
            user: string;
            /**
             * Password
             * Format: password
             * @default
             */
            password: string;
            /**
             * Tls
             * @default require
             * @enum {string}
             */
            tls: "disable" | "prefer" | "require";
        };
        /**
         * StartedGuestRun
         * @description A new run, and why some nodes take no part in it.
         */
        StartedGuestRun: {
            /** Id */
            id: string;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** Done */
            done: number;
            /** Total */
            total: number;
            /** Progress */
            progress: components["schemas"]["GuestStepRead"][];
            /** Steps */
            steps: components["schemas"]["SharedStepRead"][];
            /** Problems */
            problems: components["schemas"]["GuestProblemRead"][];
        };
        /**
         * StartedRun
         * @description A run, with the problems because of which some nodes take no part in it.
         */
        StartedRun: {
            /** Id */
            id: string;
            /** Number */
            number: number;
            /** Design Id */
            design_id: string;
            /** Revision */
            revision: number;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** Targets */
            targets: string[];
            /**
             * By Pipeline
             * @default false
             */
            by_pipeline: boolean;
            isolation: components["schemas"]["IsolationRead"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
            /**
             * Model Titles
             * @default {}
             */
            model_titles: {
                [key: string]: string[];
            };
            /** Steps */
            steps: components["schemas"]["StepRead"][];
            /**
             * Problems
             * @default []
             */
            problems: components["schemas"]["ProblemRead"][];
        };
        /**
         * StepBudgetRead
         * @description What one step and all its processes may take together: bytes of memory and on disk, seconds (None = any), files,
         *     processes at once.
         */
        StepBudgetRead: {
            /** Memory */
            memory: number;
            /** Written */
            written: number;
            /** Seconds */
            seconds: number | null;
            /** Files */
            files: number;
            /** Processes */
            processes: number;
        };
        /**
         * StepComparisonRead
         * @description How a step of the replay compares with its earlier result.
         */
        StepComparisonRead: {
            /** Node */
            node: string;
            /** Title */
            title: string;
            /**
             * Same
             * @enum {string}
             */
            same: "identical" | "equal" | "differs" | "failed" | "left out";
            /** Deterministic */
            deterministic: boolean;
        };
        /**
         * StepControlRead
         * @description What is wanted of a step that is under way.
         */
        StepControlRead: {
            /** Finishing */
            finishing: boolean;
            /** Paused */
            paused: boolean;
            /** Extra Minutes */
            extra_minutes: number;
        };
        /**
         * StepControlUpdate
         * @description What is to change: `add_minutes` are added to the time that the search has.
         */
        StepControlUpdate: {
            /** Paused */
            paused?: boolean | null;
            /**
             * Add Minutes
             * @default 0
             */
            add_minutes: number;
        };
        /**
         * StepError
         * @description Why a step failed: a sentence, and where the cause lies in parameter, port, column or script.
         *
         *     It is so sent by the sandbox, stored with the step and read in the browser. `number` is Azure's, or our own from
         *     1000 on; None for what has none.
         */
        StepError: {
            /** Number */
            number: number | null;
            /** Title */
            title: string;
            /** Message */
            message: string;
            /** Line */
            line?: number | null;
            /** Parameter */
            parameter?: string | null;
            /** Port */
            port?: string | null;
            /** Column */
            column?: string | null;
            /** Traceback */
            traceback?: string | null;
        };
        /**
         * StepEvent
         * @description A step has another state, or other outputs.
         */
        StepEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "step";
            /** Id */
            id: number;
            data: components["schemas"]["StepMessage"];
        };
        /**
         * StepFileRead
         * @description One file by its path below the folder of outputs.
         */
        StepFileRead: {
            /** Path */
            path: string;
            /** Bytes */
            bytes: number;
        };
        /**
         * StepFilesRead
         * @description The files that a command wrote. They are partial where it failed or was cancelled.
         */
        StepFilesRead: {
            /** Partial */
            partial: boolean;
            /** Files */
            files: components["schemas"]["StepFileRead"][];
        };
        /**
         * StepMessage
         * @description A step of a run as it is now.
         */
        StepMessage: {
            /** Run */
            run: string;
            /** Number */
            number: number;
            step: components["schemas"]["StepRead"];
        };
        /**
         * StepRead
         * @description One node within one run.
         */
        StepRead: {
            /** Node */
            node: string;
            /** Module */
            module: string;
            /** Title */
            title: string;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "succeeded" | "reused" | "failed" | "skipped" | "cancelled";
            /** Reason */
            reason: string | null;
            /** Attempt */
            attempt: number;
            /** Seconds */
            seconds: number | null;
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
            /** Reused From */
            reused_from: number | null;
            progress?: components["schemas"]["ProgressRead"] | null;
            error: components["schemas"]["StepError"] | null;
            /** Outputs */
            outputs: {
                [key: string]: components["schemas"]["OutputRead"];
            };
        };
        /**
         * StorageItem
         * @description What one design, dataset or run holds, in bytes.
         */
        StorageItem: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Bytes */
            bytes: number;
            /** Runs */
            runs: number;
        };
        /**
         * StorageUsageRead
         * @description What is stored, in bytes. Designs and runs are not charged for the datasets that they read.
         */
        StorageUsageRead: {
            /** Bytes */
            bytes: number;
            /** Artifacts */
            artifacts: number;
            /** Datasets */
            datasets: components["schemas"]["StorageItem"][];
            /** Designs */
            designs: components["schemas"]["StorageItem"][];
            /** Runs */
            runs: components["schemas"]["StorageItem"][];
        };
        /**
         * StoredOutputRead
         * @description Where an output of a run is found: a version of a dataset, file or model; or why it was not stored.
         */
        StoredOutputRead: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "dataset" | "file" | "model";
            /** Name */
            name: string;
            /** Id */
            id: string | null;
            /** Version */
            version: number | null;
            /** Artifact */
            artifact: string | null;
            /**
             * Is New
             * @default false
             */
            is_new: boolean;
            /** Error */
            error: string | null;
        };
        /**
         * SweepCreate
         * @description Run the design with every combination of these values, or with a sample of them.
         */
        SweepCreate: {
            /**
             * Name
             * @description The tag of its runs, by which they are found.
             */
            name: string;
            /** Settings */
            settings: components["schemas"]["SweepSetting"][];
            /**
             * Sample
             * @description So many combinations at random, instead of all.
             */
            sample?: number | null;
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /**
             * Targets
             * @default []
             */
            targets: string[];
        };
        /**
         * SweepRead
         * @description The runs of a sweep, in the order in which they were started.
         */
        SweepRead: {
            /** Name */
            name: string;
            /** Runs */
            runs: components["schemas"]["SweptRun"][];
        };
        /**
         * SweepSetting
         * @description A setting of a module, and the values to try.
         */
        SweepSetting: {
            /** Node */
            node: string;
            /** Parameter */
            parameter: string;
            /** Values */
            values: components["schemas"]["JsonValue"][];
        };
        /**
         * SweptRun
         * @description One run of a sweep with its values, by `node.parameter`.
         */
        SweptRun: {
            /** Values */
            values: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            run: components["schemas"]["RunRead"];
        };
        /**
         * SwitchWidget
         * @description Yes or no.
         */
        SwitchWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "switch";
        };
        /**
         * SystemRead
         * @description This server.
         */
        SystemRead: {
            /** Version */
            version: string;
            /** Cores */
            cores: number;
            /** Slots */
            slots: number;
            isolation: components["schemas"]["IsolationRead"];
            /** Attempts */
            attempts: components["schemas"]["EscapeAttemptRead"][];
            /** Home */
            home: string;
        };
        TableView: components["schemas"]["TuningTrialsView"] | components["schemas"]["AutomatedMLView"] | components["schemas"]["ExplanationView"] | components["schemas"]["FairnessView"] | components["schemas"]["ManyModelsView"] | components["schemas"]["ChartView"];
        /**
         * TargetCandidateRead
         * @description A column as something to predict: the tasks that it allows, the likeliest first, or why there is none.
         */
        TargetCandidateRead: {
            /** Name */
            name: string;
            /** Type */
            type: string;
            /** Tasks */
            tasks: ("regression" | "two-class" | "multiclass")[];
            /** Refusal */
            refusal: string;
            /** Missing */
            missing: number;
            /** Distinct */
            distinct: number | null;
            /** Minimum */
            minimum: number | string | boolean | null;
            /** Maximum */
            maximum: number | string | boolean | null;
            /** Top */
            top: [
                string,
                number
            ][];
        };
        /**
         * TargetCandidatesRead
         * @description The columns of a table, and the one that is most likely meant.
         */
        TargetCandidatesRead: {
            /** Rows */
            rows: number;
            /** Proposed */
            proposed: string | null;
            /** Columns */
            columns: components["schemas"]["TargetCandidateRead"][];
        };
        /**
         * TargetCreate
         * @description A new target.
         */
        TargetCreate: {
            /** Address */
            address: string;
            /** Exchange */
            exchange: string;
            /** Ca */
            ca: string;
            /** Certificate */
            certificate: string;
            /** Key */
            key: string;
            /** Name */
            name: string;
        };
        /**
         * TargetFields
         * @description What a server needs to use a cluster: its scheduler, certificates in PEM, and where values are exchanged.
         */
        TargetFields: {
            /** Address */
            address: string;
            /** Exchange */
            exchange: string;
            /** Ca */
            ca: string;
            /** Certificate */
            certificate: string;
            /** Key */
            key: string;
        };
        /**
         * TargetFindingRead
         * @description One thing that a test tried.
         */
        TargetFindingRead: {
            /**
             * Name
             * @enum {string}
             */
            name: "reached" | "same versions" | "same result" | "cancelled";
            /** Passed */
            passed: boolean;
            /** Seconds */
            seconds: number;
            /** Message */
            message: string;
        };
        /**
         * TargetRead
         * @description A cluster that steps may run on.
         */
        TargetRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Address */
            address: string;
            /** Exchange */
            exchange: string;
            last_test: components["schemas"]["TargetTestRead"] | null;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * TargetStateRead
         * @description What a cluster has now; without workers it may be asleep. `error` says why it can't be reached.
         *
         *     `steps` are those of this server: others may use the cluster too.
         */
        TargetStateRead: {
            /** Workers */
            workers: components["schemas"]["TargetWorkerRead"][];
            /** Waiting */
            waiting: number;
            /** Steps */
            steps: components["schemas"]["TargetStepRead"][];
            /** Error */
            error: string | null;
        };
        /**
         * TargetStepRead
         * @description A step on a cluster. `worker` has it since so many seconds; without one it has waited for them.
         *
         *     Of a step in another workspace nothing is said but that it is there.
         */
        TargetStepRead: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "step" | "test" | "hidden";
            /** Title */
            title: string;
            /** Design Id */
            design_id: string | null;
            /** Design */
            design: string;
            /** Run Number */
            run_number: number | null;
            /** Worker */
            worker: string | null;
            /** Seconds */
            seconds: number;
        };
        /**
         * TargetTestRead
         * @description What a test of a target found.
         */
        TargetTestRead: {
            /** Passed */
            passed: boolean;
            /** Findings */
            findings: components["schemas"]["TargetFindingRead"][];
            /**
             * Tested At
             * Format: date-time
             */
            tested_at: string;
        };
        /**
         * TargetWorkerRead
         * @description A worker: the steps that it runs at once and now, its memory in bytes, and what differs from this server.
         */
        TargetWorkerRead: {
            /** Name */
            name: string;
            /** Slots */
            slots: number;
            /** Running */
            running: number;
            /** Memory */
            memory: number;
            /** Memory Used */
            memory_used: number;
            /** Last Seen Seconds */
            last_seen_seconds: number;
            /** Differences */
            differences: string[];
        };
        /**
         * TargetsRead
         * @description Where steps can run.
         */
        TargetsRead: {
            this_machine: components["schemas"]["ThisMachineRead"];
            /** Targets */
            targets: components["schemas"]["TargetRead"][];
            /** Default */
            default: string | null;
        };
        /**
         * TextWidget
         * @description A line of text.
         */
        TextWidget: {
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Help */
            help: string | null;
            /** Required */
            required: boolean;
            /** Nullable */
            nullable: boolean;
            default: components["schemas"]["JsonValue"];
            /** Shown When */
            shown_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Hidden When */
            hidden_when: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Sweepable */
            sweepable: boolean;
            /** Suggested Values */
            suggested_values: components["schemas"]["JsonValue"][];
            /**
             * Secret
             * @default false
             */
            secret: boolean;
            /**
             * Withheld
             * @default never
             * @enum {string}
             */
            withheld: "never" | "always" | "without_scripts" | "without_rows";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "text";
            /** Min Length */
            min_length: number | null;
            /** Max Length */
            max_length: number | null;
            /** Pattern */
            pattern: string | null;
        };
        /**
         * ThisMachineRead
         * @description The machine of the server: how many steps it runs at once and now, and how many wait.
         */
        ThisMachineRead: {
            /** Slots */
            slots: number;
            /** Running */
            running: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * ThreadCreate
         * @description The first comment of a thread, and what it is about: the design, where nothing else is named.
         *
         *     `title` is what that is called now, for when it is deleted. A port goes with its node, as `input.NAME` or
         *     `output.NAME`.
         */
        ThreadCreate: {
            /** Text */
            text: string;
            /** Node */
            node?: string | null;
            /** Port */
            port?: string | null;
            /** Version */
            version?: string | null;
            /**
             * Title
             * @default
             */
            title: string;
        };
        /**
         * ThreadRead
         * @description Comments on one thing, the oldest first.
         */
        ThreadRead: {
            /** Id */
            id: string;
            /** Node */
            node: string | null;
            /** Port */
            port: string | null;
            /** Version */
            version: string | null;
            /** Title */
            title: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Resolved At */
            resolved_at: string | null;
            /** Resolved By */
            resolved_by: string | null;
            /** Comments */
            comments: components["schemas"]["CommentRead"][];
        };
        /**
         * ThreadResolution
         * @description Whether a thread is resolved.
         */
        ThreadResolution: {
            /** Resolved */
            resolved: boolean;
        };
        /**
         * ThresholdThumbnail
         * @description Scores of anomalies as bars, and the place of the threshold among them.
         */
        ThresholdThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "threshold";
            /** Bars */
            bars: number[];
            /** Cut */
            cut: number;
        };
        Thumbnail: components["schemas"]["HistogramsThumbnail"] | components["schemas"]["SplitThumbnail"] | components["schemas"]["WeightsThumbnail"] | components["schemas"]["ImportancesThumbnail"] | components["schemas"]["CurveThumbnail"] | components["schemas"]["ScatterThumbnail"] | components["schemas"]["MatrixThumbnail"] | components["schemas"]["HistoryThumbnail"] | components["schemas"]["ImagesThumbnail"] | components["schemas"]["RulesThumbnail"] | components["schemas"]["ClustersThumbnail"] | components["schemas"]["ThresholdThumbnail"];
        /**
         * ThumbnailColumn
         * @description A column as up to ten bars.
         */
        ThumbnailColumn: {
            /** Name */
            name: string;
            /** Bars */
            bars: number[];
        };
        /**
         * TokenCreate
         * @description A token for programs. `days` until it expires; null means never.
         */
        TokenCreate: {
            /** Name */
            name: string;
            /**
             * Scope
             * @default read
             * @enum {string}
             */
            scope: "read" | "run" | "write";
            /** Workspace */
            workspace: string;
            /**
             * Days
             * @default 90
             */
            days: number | null;
        };
        /**
         * TokenCreated
         * @description A new token, which is shown only once. It is sent as `Authorization: Bearer`.
         */
        TokenCreated: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Scope
             * @enum {string}
             */
            scope: "read" | "run" | "write";
            /** Workspace */
            workspace: string;
            /** Begins */
            begins: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Ended */
            ended: boolean;
            /** Token */
            token: string;
        };
        /**
         * TokenRead
         * @description A token, without itself.
         */
        TokenRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Scope
             * @enum {string}
             */
            scope: "read" | "run" | "write";
            /** Workspace */
            workspace: string;
            /** Begins */
            begins: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Ended */
            ended: boolean;
        };
        /**
         * TopicDetails
         * @description Topics of texts, the commonest first.
         */
        TopicDetails: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "topics";
            /** Topics */
            topics: components["schemas"]["TopicSummary"][];
        };
        /**
         * TopicSummary
         * @description A topic with its mean share in the texts, and its most probable words first.
         */
        TopicSummary: {
            /** Name */
            name: string;
            /** Share */
            share: number;
            /** Words */
            words: components["schemas"]["TopicWord"][];
        };
        /**
         * TopicWord
         * @description A word and its probability in the topic.
         */
        TopicWord: {
            /** Word */
            word: string;
            /** Weight */
            weight: number;
        };
        /**
         * TrafficShare
         * @description How much of the traffic a deployment answers, and whether it answers copies besides.
         */
        TrafficShare: {
            /** Deployment */
            deployment: number;
            /**
             * Share
             * @default 0
             */
            share: number;
            /**
             * Shadow
             * @default false
             */
            shadow: boolean;
        };
        /**
         * TrafficUpdate
         * @description The shares of deployments, which add up to 100. Those that are left out get no requests.
         */
        TrafficUpdate: {
            /** Shares */
            shares: components["schemas"]["TrafficShare"][];
        };
        /**
         * TrainingFigure
         * @description How a figure, such as the loss, went during training.
         */
        TrainingFigure: {
            /** Figure */
            figure: string;
            /** Series */
            series: components["schemas"]["HistorySeries"][];
        };
        TransformationDetails: components["schemas"]["TopicDetails"] | components["schemas"]["ComponentDetails"];
        /**
         * TransformationView
         * @description A transformation, with one record per column or rule.
         */
        TransformationView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "transformation";
            /** Title */
            title: string;
            /** Records */
            records: {
                [key: string]: boolean | number | string | null;
            }[];
            details: components["schemas"]["TransformationDetails"] | null;
        };
        /**
         * TreeQuestion
         * @description What a node asks. Yes leads to the left.
         *
         *     The answer is yes for values up to `threshold`, for one of `levels`, or, where there is neither, for values that are
         *     not missing. `left` and `right` are places in the list of nodes; null where the tree goes on out of sight.
         */
        TreeQuestion: {
            /** Feature */
            feature: string;
            /** Threshold */
            threshold: number | null;
            /** Levels */
            levels: string[] | null;
            /** Others */
            others: string[] | null;
            /** Missing Left */
            missing_left: boolean;
            /** Left */
            left: number | null;
            /** Right */
            right: number | null;
        };
        /**
         * TreesView
         * @description Of a decision tree the tree itself, of a forest the first of its `count` trees.
         */
        TreesView: {
            /** Count */
            count: number;
            /** Shown */
            shown: components["schemas"]["DecisionTreeView"][];
        };
        /**
         * TrialSummary
         * @description One trial: its values in the order of the parameters, and the mean and standard deviation of the metric.
         */
        TrialSummary: {
            /** Number */
            number: number;
            /**
             * State
             * @enum {string}
             */
            state: "Complete" | "Stopped early" | "Failed";
            /** Values */
            values: (boolean | number | string | null)[];
            /** Value */
            value: number | null;
            /** Deviation */
            deviation: number | null;
        };
        /**
         * TriedCandidate
         * @description One trial, in the order in which they ended.
         *
         *     `value` is the mean of the metric over its folds, `deviation` their sample standard deviation, `interval` half the
         *     width of its 95 % interval. `training_value` is the metric on rows that it was trained on. `started` and `seconds`
         *     count from the start of the search. `weight` is its share in the ensemble.
         */
        TriedCandidate: {
            /** Number */
            number: number;
            /** Learner */
            learner: string;
            /** Family */
            family: string;
            /** Settings */
            settings: string;
            /**
             * State
             * @enum {string}
             */
            state: "complete" | "stopped early" | "failed";
            /** Value */
            value: number | null;
            /** Interval */
            interval: number | null;
            /** Training Value */
            training_value: number | null;
            /** Started */
            started: number;
            /** Seconds */
            seconds: number;
            /** Bytes */
            bytes: number | null;
            /** Weight */
            weight: number;
            /** Reason */
            reason: string | null;
            node: components["schemas"]["CandidateModule"];
            /** Preparations */
            preparations: components["schemas"]["CandidateModule"][];
        };
        /**
         * TriedParameter
         * @description A parameter that was tried with several values, and the scale that its axis has.
         */
        TriedParameter: {
            /** Title */
            title: string;
            /**
             * Scale
             * @enum {string}
             */
            scale: "linear" | "log" | "choice";
        };
        /**
         * TriggerCreated
         * @description A new trigger. The secret of a web hook is shown this once.
         */
        TriggerCreated: {
            /** Id */
            id: string;
            /** Pipeline Id */
            pipeline_id: string;
            /** Pipeline Name */
            pipeline_name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "schedule" | "data_change" | "pipeline_end" | "webhook";
            /** Name */
            name: string;
            /** Words */
            words: string;
            schedule: components["schemas"]["ScheduleSettings"] | null;
            data_change: components["schemas"]["DataChangeSettings"] | null;
            pipeline_end: components["schemas"]["PipelineEndSettings"] | null;
            webhook: components["schemas"]["WebhookTriggerSettings"] | null;
            /** Version */
            version: number | null;
            /** Parameters */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Inputs */
            inputs: {
                [key: string]: components["schemas"]["DatasetChoiceCreate"];
            };
            /** Next Due At */
            next_due_at: string | null;
            /** Upcoming */
            upcoming: components["schemas"]["UpcomingRead"][];
            /** Recent */
            recent: components["schemas"]["FiringRead"][];
            /** Backfill Waiting */
            backfill_waiting: number;
            /** Paused At */
            paused_at: string | null;
            /** Paused Reason */
            paused_reason: string;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Looked At */
            looked_at: string | null;
            /** Changed At */
            changed_at: string | null;
            /** Error */
            error: string;
            /** Hook Path */
            hook_path: string | null;
            /** Used At */
            used_at: string | null;
            /** Secret */
            secret: string | null;
        };
        /**
         * TriggerFields
         * @description What a trigger is set to: one of the four kinds, and what its runs are given.
         */
        TriggerFields: {
            /**
             * Name
             * @description Empty: what it does, in words.
             * @default
             */
            name: string;
            schedule?: components["schemas"]["ScheduleSettings"] | null;
            data_change?: components["schemas"]["DataChangeSettings"] | null;
            pipeline_end?: components["schemas"]["PipelineEndSettings"] | null;
            webhook?: components["schemas"]["WebhookTriggerSettings"] | null;
            /**
             * Version
             * @description The version that runs. Empty: the default version.
             */
            version?: number | null;
            /**
             * Parameters
             * @default {}
             */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Inputs
             * @default {}
             */
            inputs: {
                [key: string]: components["schemas"]["DatasetChoiceCreate"];
            };
        };
        /**
         * TriggerPause
         * @description Why a trigger is paused.
         */
        TriggerPause: {
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * TriggerRead
         * @description A trigger: what it is set to, when it is due, and what came of its last times.
         */
        TriggerRead: {
            /** Id */
            id: string;
            /** Pipeline Id */
            pipeline_id: string;
            /** Pipeline Name */
            pipeline_name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "schedule" | "data_change" | "pipeline_end" | "webhook";
            /** Name */
            name: string;
            /** Words */
            words: string;
            schedule: components["schemas"]["ScheduleSettings"] | null;
            data_change: components["schemas"]["DataChangeSettings"] | null;
            pipeline_end: components["schemas"]["PipelineEndSettings"] | null;
            webhook: components["schemas"]["WebhookTriggerSettings"] | null;
            /** Version */
            version: number | null;
            /** Parameters */
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Inputs */
            inputs: {
                [key: string]: components["schemas"]["DatasetChoiceCreate"];
            };
            /** Next Due At */
            next_due_at: string | null;
            /** Upcoming */
            upcoming: components["schemas"]["UpcomingRead"][];
            /** Recent */
            recent: components["schemas"]["FiringRead"][];
            /** Backfill Waiting */
            backfill_waiting: number;
            /** Paused At */
            paused_at: string | null;
            /** Paused Reason */
            paused_reason: string;
            /** Created By */
            created_by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Looked At */
            looked_at: string | null;
            /** Changed At */
            changed_at: string | null;
            /** Error */
            error: string;
            /** Hook Path */
            hook_path: string | null;
            /** Used At */
            used_at: string | null;
        };
        /**
         * TriggerSecretRead
         * @description A new secret, shown this once. The one before it works for another day.
         */
        TriggerSecretRead: {
            /** Secret */
            secret: string;
        };
        /**
         * TrustEvent
         * @description Somebody trusts the design now.
         */
        TrustEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "trust";
            data: components["schemas"]["EmptyMessage"];
        };
        /**
         * TrustRequest
         * @description What somebody has seen before they trust the design, as `untrusted-code` named it.
         */
        TrustRequest: {
            seen: components["schemas"]["UntrustedCodeRead"];
        };
        /**
         * TuningTrialsView
         * @description The trials of Tune Model Hyperparameters, at most 1,000 of `count`.
         *
         *     `folds` is 0 where validation data took their place. `usual` says that the usual values of the learner were tried.
         */
        TuningTrialsView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "trials";
            /** Learner */
            learner: string;
            /** Metric */
            metric: string;
            /**
             * Better
             * @enum {string}
             */
            better: "higher" | "lower";
            /** Folds */
            folds: number;
            /** Usual */
            usual: boolean;
            /** Best */
            best: number;
            /** Count */
            count: number;
            /** Parameters */
            parameters: components["schemas"]["TriedParameter"][];
            /** Trials */
            trials: components["schemas"]["TrialSummary"][];
        };
        /**
         * TwoClassDetails
         * @description A model of two classes.
         *
         *     `thresholds` go from high to low, with the counts of rows scored at or above each: all metrics follow from them.
         *     What is undefined, such as the area where there is one class only, is null. `probabilities` is false for other
         *     scores, whose line is at `threshold`. `anomaly` says why the positive class is the anomaly.
         */
        TwoClassDetails: {
            /** Positive */
            positive: string;
            /** Negative */
            negative: string;
            /** Rows */
            rows: number;
            /** Positives */
            positives: number;
            /** Thresholds */
            thresholds: number[];
            /** True Positives */
            true_positives: (number)[];
            /** False Positives */
            false_positives: (number)[];
            /** Auc */
            auc: number | null;
            /** Average Precision */
            average_precision: number | null;
            /** Log Loss */
            log_loss: number | null;
            /** Brier */
            brier: number | null;
            histogram: components["schemas"]["ScoreHistogram"];
            /** Calibration */
            calibration: components["schemas"]["CalibrationBin"][];
            /** Probabilities */
            probabilities: boolean;
            /** Threshold */
            threshold?: number;
            /**
             * Anomaly
             * @enum {string}
             */
            anomaly?: "rarer" | "named";
            /** Columns */
            columns?: components["schemas"]["SourceColumns"];
            /** Called From */
            called_from?: number | null;
        };
        /**
         * UnreadEvent
         * @description The number of unread notifications is another one now.
         */
        UnreadEvent: {
            /**
             * Event
             * @constant
             */
            event: "notifications";
            data: components["schemas"]["UnreadMessage"];
        };
        /**
         * UnreadMessage
         * @description How many notifications are unread, and the id of the newest.
         */
        UnreadMessage: {
            /** Unread */
            unread: number;
            /** Newest */
            newest: number;
        };
        /**
         * UntrustedCodePart
         * @description Code in a design, and settings with access to the outside. Custom modules have no node.
         */
        UntrustedCodePart: {
            /** Node */
            node: string | null;
            /** Title */
            title: string;
            /** Language */
            language: string;
            /** Source */
            source: string;
            /** Changed By */
            changed_by: string | null;
        };
        /**
         * UntrustedCodeRead
         * @description What somebody vouches for who trusts a design: its code, and the secrets that this is given then.
         */
        UntrustedCodeRead: {
            /** Code */
            code: components["schemas"]["UntrustedCodePart"][];
            /** Secrets */
            secrets: components["schemas"]["RequestedSecret"][];
        };
        /**
         * UpcomingRead
         * @description A time at which a schedule is due, and what is odd about the clock on that day.
         */
        UpcomingRead: {
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /** Remark */
            remark: string;
        };
        /**
         * UsageRead
         * @description The usage and limits of a workspace.
         */
        UsageRead: {
            /** Used */
            used: number;
            /** Running */
            running: number;
            /** Waiting */
            waiting: number;
            /** Runs */
            runs: number;
            limits: components["schemas"]["QuotaLimits"];
        };
        /**
         * ValueCount
         * @description How often a value occurs; long values are cut.
         */
        ValueCount: {
            /** Value */
            value: string;
            /** Count */
            count: number;
        };
        /**
         * ValueRange
         * @description The smallest and the largest of some numbers.
         */
        ValueRange: {
            /** Min */
            min: number;
            /** Max */
            max: number;
        };
        /**
         * ValueStatistics
         * @description What was seen of the values of a column: at this port where `exact`, else before rows were left out.
         */
        ValueStatistics: {
            /** Rows */
            rows: number;
            /** Missing */
            missing: number | null;
            minimum: components["schemas"]["JsonValue"];
            maximum: components["schemas"]["JsonValue"];
            /** Distinct */
            distinct: number | null;
            /** Exact */
            exact: boolean;
        };
        /**
         * VariedParameter
         * @description A parameter that is not the same in all runs, with its value in each; null where the node is not there.
         */
        VariedParameter: {
            /** Node */
            node: string;
            /** Parameter */
            parameter: string;
            /** Title */
            title: string;
            /** Values */
            values: components["schemas"]["JsonValue"][];
        };
        /**
         * VersionCreate
         * @description The name of a version, and what there is to say about it.
         */
        VersionCreate: {
            /** Name */
            name: string;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * VersionInterval
         * @description The range that holds the metric of a version in 95 % of resamples of its test rows, and how many there are.
         */
        VersionInterval: {
            /** Version */
            version: number;
            /** Low */
            low: number;
            /** High */
            high: number;
            /** Rows */
            rows: number;
        };
        /**
         * VersionRead
         * @description A version with its document.
         */
        VersionRead: {
            /** Id */
            id: string;
            /** Revision */
            revision: number;
            /**
             * Reason
             * @enum {string}
             */
            reason: "named" | "run" | "pause" | "restore" | "import" | "visitor";
            /** Name */
            name: string | null;
            /** Note */
            note: string;
            /** Run Number */
            run_number: number | null;
            /** Person Name */
            person_name: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Document */
            document: components["schemas"]["Design"];
        };
        /**
         * VersionSummary
         * @description A version in the list: one that a person named, or one that was kept before or after something happened.
         */
        VersionSummary: {
            /** Id */
            id: string;
            /** Revision */
            revision: number;
            /**
             * Reason
             * @enum {string}
             */
            reason: "named" | "run" | "pause" | "restore" | "import" | "visitor";
            /** Name */
            name: string | null;
            /** Note */
            note: string;
            /** Run Number */
            run_number: number | null;
            /** Person Name */
            person_name: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * WebhookCreate
         * @description A web hook. `kinds` are those of a workspace's; a person chooses them for all of theirs.
         */
        WebhookCreate: {
            /** Name */
            name: string;
            /** Url */
            url: string;
            /** Kinds */
            kinds?: ("run_succeeded" | "run_failed" | "run_cancelled" | "pipeline_failed" | "pipeline_still_failing" | "pipeline_recovered" | "pipeline_succeeded" | "data_unreadable" | "data_readable" | "endpoint_alert" | "endpoint_recovered" | "comment" | "mention" | "visitor_comment" | "role")[];
        };
        /**
         * WebhookCreated
         * @description A new web hook, and the secret that its deliveries are signed with. It is shown only once.
         */
        WebhookCreated: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Shown */
            shown: string;
            /** Kinds */
            kinds: ("run_succeeded" | "run_failed" | "run_cancelled" | "pipeline_failed" | "pipeline_still_failing" | "pipeline_recovered" | "pipeline_succeeded" | "data_unreadable" | "data_readable" | "endpoint_alert" | "endpoint_recovered" | "comment" | "mention" | "visitor_comment" | "role")[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Disabled At */
            disabled_at: string | null;
            /** Note */
            note: string;
            /** Failures */
            failures: number;
            /** Secret */
            secret: string;
        };
        /**
         * WebhookDeliveryRead
         * @description Something that was sent, is to be sent, or could not be.
         */
        WebhookDeliveryRead: {
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Text */
            text: string;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "sent" | "failed";
            /** Attempts */
            attempts: number;
            /** Status */
            status: number | null;
            /** Milliseconds */
            milliseconds: number | null;
            /** Error */
            error: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Next At
             * Format: date-time
             */
            next_at: string;
        };
        /**
         * WebhookRead
         * @description A web hook; its address is told in part, and its secret never.
         */
        WebhookRead: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Shown */
            shown: string;
            /** Kinds */
            kinds: ("run_succeeded" | "run_failed" | "run_cancelled" | "pipeline_failed" | "pipeline_still_failing" | "pipeline_recovered" | "pipeline_succeeded" | "data_unreadable" | "data_readable" | "endpoint_alert" | "endpoint_recovered" | "comment" | "mention" | "visitor_comment" | "role")[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Disabled At */
            disabled_at: string | null;
            /** Note */
            note: string;
            /** Failures */
            failures: number;
        };
        /**
         * WebhookSecretRead
         * @description The secret that deliveries are signed with. It is shown only once.
         */
        WebhookSecretRead: {
            /** Secret */
            secret: string;
        };
        /**
         * WebhookTestRead
         * @description The result of a test.
         */
        WebhookTestRead: {
            /** Status */
            status: number | null;
            /** Milliseconds */
            milliseconds: number | null;
            /** Error */
            error: string;
            /** Answer */
            answer: string;
        };
        /**
         * WebhookTriggerSettings
         * @description What a request to the address of a web hook may do.
         */
        WebhookTriggerSettings: {
            /**
             * Takes Parameters
             * @description Whether a request may set the pipeline's parameters, as `{"parameters": {...}}`.
             * @default false
             */
            takes_parameters: boolean;
            /**
             * Overlap
             * @description What happens when an earlier run of this trigger has not ended: `skip` the new one, `queue` one, or `allow` both at once.
             * @default allow
             * @enum {string}
             */
            overlap: "skip" | "queue" | "allow";
        };
        /**
         * WebhookUpdate
         * @description Fields that are left out do not change.
         */
        WebhookUpdate: {
            /** Name */
            name?: string | null;
            /** Url */
            url?: string | null;
            /** Kinds */
            kinds?: ("run_succeeded" | "run_failed" | "run_cancelled" | "pipeline_failed" | "pipeline_still_failing" | "pipeline_recovered" | "pipeline_succeeded" | "data_unreadable" | "data_readable" | "endpoint_alert" | "endpoint_recovered" | "comment" | "mention" | "visitor_comment" | "role")[] | null;
            /** Enabled */
            enabled?: boolean | null;
        };
        /**
         * WeightsThumbnail
         * @description A linear model: its largest weights first, from -1 to 1.
         */
        WeightsThumbnail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "weights";
            /** Values */
            values: number[];
        };
        /**
         * WorkspaceChoice
         * @description The workspace to work in.
         */
        WorkspaceChoice: {
            /** Workspace */
            workspace: string;
        };
        /**
         * WorkspaceCreate
         * @description The name of a workspace.
         */
        WorkspaceCreate: {
            /** Name */
            name: string;
        };
        /**
         * WorkspaceReference
         * @description A workspace of this server.
         */
        WorkspaceReference: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * WorkspaceUsage
         * @description A workspace of this server.
         */
        WorkspaceUsage: {
            /** Used */
            used: number;
            /** Running */
            running: number;
            /** Waiting */
            waiting: number;
            /** Runs */
            runs: number;
            limits: components["schemas"]["QuotaLimits"];
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Members */
            members: number;
            own: components["schemas"]["QuotaUpdate"];
        };
        /**
         * WorkspaceUsageList
         * @description All workspaces, and the limits of those that have none of their own.
         */
        WorkspaceUsageList: {
            usual: components["schemas"]["QuotaLimits"];
            /** Workspaces */
            workspaces: components["schemas"]["WorkspaceUsage"][];
        };
        /**
         * WrittenCodeRead
         * @description A design as code, and the lines of each node: the first and the last, from 1.
         */
        WrittenCodeRead: {
            /** Text */
            text: string;
            /** Lines */
            lines: {
                [key: string]: [
                    number,
                    number
                ];
            };
        };
        /**
         * ValueProblemRead
         * @description What is wrong with a value that a run of a pipeline was given, or with something else.
         */
        ValueProblemRead: {
            /** Field */
            field: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "parameter" | "input" | "other";
            /** Message */
            message: string;
        };
        /**
         * ErrorRead
         * @description Why a request was refused: `detail` is a sentence for people that says where, what was wanted and what to do.
         */
        ErrorRead: {
            /** Detail */
            detail: string;
            /**
             * Problems
             * @description What is wrong with the graph, or with the values that a run of a pipeline was given.
             */
            problems?: (components["schemas"]["ProblemRead"] | components["schemas"]["ValueProblemRead"])[];
            /**
             * Taken
             * @description Paths of new things whose names others gave away first.
             */
            taken?: string[][];
            /**
             * Error
             * @description Of an error of the server: the id under which its log has the cause.
             */
            error?: string;
            /**
             * Link
             * @description The page that helps.
             */
            link?: string;
        };
    };
    responses: {
        /** @description The server does not answer to this host name. */
        Refusal400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description The request has no session, or the session or the visit has ended. */
        Refusal401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description It is not allowed: the role or the link does not permit it, or the request comes from another site. */
        Refusal403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description It does not exist, or not in this workspace. */
        Refusal404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description It does not fit what is there now. */
        Refusal409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description The link has ended, or the stored result is damaged. */
        Refusal410: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description It is too large. */
        Refusal413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description Something in the request is not as it should be. */
        Refusal422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description Too many requests in a short time. `Retry-After` says when to try again. */
        Refusal429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description The client closed the connection. */
        Refusal499: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description An error of the server. Its log has the cause under the id in `error`. */
        Refusal500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description The server is too busy, or its database is away. `Retry-After` says when to try again. */
        Refusal503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description The answer took longer than the time limit of the endpoint. */
        Refusal504: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
        /** @description There is no room: the disk is full, or the quota of the workspace is used up. */
        Refusal507: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorRead"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    createPasswordLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordLinkCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readArtifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    redrawChart: {
        parameters: {
            query: {
                /** @description The name of the module that draws the chart. */
                module: string;
                /** @description Its parameters, as a JSON object. */
                parameters?: string;
                /** @description The table at its second input. */
                highlighted?: string | null;
                /** @description Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, "sort": [{"column", "descending"}]}. Empty means all rows as they are. */
                selection?: string;
            };
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChartView"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readCorrelation: {
        parameters: {
            query?: {
                /** @description Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, "sort": [{"column", "descending"}]}. Empty means all rows as they are. */
                selection?: string;
            };
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorrelationRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readDistributions: {
        parameters: {
            query: {
                /** @description The column whose values are counted. */
                column: string;
                /** @description The column whose values form the groups. */
                by?: string | null;
                /** @description Another dataset with this column to compare with. */
                other?: string | null;
                /** @description Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, "sort": [{"column", "descending"}]}. Empty means all rows as they are. */
                selection?: string;
            };
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DistributionsRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    downloadArtifact: {
        parameters: {
            query?: {
                /** @description The kind of file. */
                format?: "csv" | "csv-excel" | "parquet" | "arrow" | "xlsx";
                /** @description Names of columns. Without any, all. */
                column?: string[] | null;
                /** @description Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, "sort": [{"column", "descending"}]}. Empty means all rows as they are. */
                selection?: string;
            };
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readFigure: {
        parameters: {
            query: {
                /** @description What is computed. */
                figure: "rows" | "distinct" | "sum" | "mean" | "median" | "minimum" | "maximum";
                /** @description The column that it is computed of. Rows need none. */
                column?: string | null;
                /** @description Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, "sort": [{"column", "descending"}]}. Empty means all rows as they are. */
                selection?: string;
            };
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FigureRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readImageThumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                artifact_id: string;
                row: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readArtifactRows: {
        parameters: {
            query?: {
                /** @description How many rows to skip. */
                offset?: number;
                /** @description The most rows to return. */
                limit?: number;
                /** @description Names of columns. Without any, all. */
                column?: string[] | null;
                /** @description Return only this many columns, from the first. */
                width?: number | null;
                /** @description Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, "sort": [{"column", "descending"}]}. Empty means all rows as they are. */
                selection?: string;
            };
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowWindow"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readScatter: {
        parameters: {
            query: {
                /** @description The column across. */
                x: string;
                /** @description The column upwards. */
                y: string;
                /** @description The column that colors the points. */
                color?: string | null;
                /** @description The column that sizes the points. */
                size?: string | null;
                /** @description Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, "sort": [{"column", "descending"}]}. Empty means all rows as they are. */
                selection?: string;
            };
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScatterRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listFilterValues: {
        parameters: {
            query: {
                /** @description The column of the filter. */
                column: string;
            };
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterValuesRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description Continue after the entry with this id. */
                before?: number | null;
                /** @description How many entries. */
                limit?: number;
                /** @description The beginning of the action, such as `login` or `run`. */
                action?: string;
                /** @description Words to find in names, addresses and subjects. */
                text?: string;
                /** @description The id of the design that the entry is about. */
                design?: string;
                /** @description The time of the oldest entry. */
                since?: string | null;
                /** @description The time of the newest entry. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    downloadAudit: {
        parameters: {
            query?: {
                /** @description The beginning of the action, such as `login` or `run`. */
                action?: string;
                /** @description Words to find in names, addresses and subjects. */
                text?: string;
                /** @description The id of the design that the entry is about. */
                design?: string;
                /** @description The time of the oldest entry. */
                since?: string | null;
                /** @description The time of the newest entry. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readCatalog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    compareRuns: {
        parameters: {
            query: {
                /** @description The id of each run. */
                run: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunComparisonRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listVariedParameters: {
        parameters: {
            query: {
                /** @description The id of each run. */
                run: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariedParameter"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionSummary"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    testConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTestRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    replaceConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    testSavedConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTestRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listDatasets: {
        parameters: {
            query?: {
                /** @description Words to find in the name. */
                text?: string;
                /** @description The most entries to return. Without it, all of them. */
                limit?: number | null;
                /** @description Where to continue: the X-Next header of the previous page, unchanged. */
                after?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description How many entries there are in total. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page begins. The last page does not have it. */
                    "X-Next"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetSummary"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    uploadDataset: {
        parameters: {
            query: {
                /** @description The name of the file. */
                file_name: string;
                /** @description What the dataset is called. */
                name?: string | null;
                /** @description The dataset to add a version to. */
                dataset?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listDatasetColumns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetColumns"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    deleteDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    renameDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    startReadingAgain: {
        parameters: {
            query?: {
                /** @description Empty: the newest version. */
                version?: number | null;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readQuickStart: {
        parameters: {
            query: {
                /** @description The column to predict. */
                target: string;
                /** @description What kind of prediction. Empty: the likeliest. */
                task?: ("regression" | "two-class" | "multiclass") | null;
                /** @description The asked column, if it is known before each prediction. */
                known?: string | null;
                /** @description A search for the best model, instead of two models. */
                thorough?: boolean;
                /** @description A forecast of later times, instead of models of rows. */
                forecast?: boolean;
                /** @description So many steps ahead. Empty: as is usual for the frequency. */
                horizon?: number | null;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuickStartRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    restoreDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listTargetCandidates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetCandidatesRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    importDesign: {
        parameters: {
            query: {
                /** @description The name of the file. */
                file_name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignImportRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listDesigns: {
        parameters: {
            query?: {
                /** @description By the last edit, by name, or by the newest run. */
                sort?: "edited" | "name" | "run";
                /** @description Words to find in the name or the description. */
                text?: string;
                /** @description The most entries to return. */
                limit?: number;
                /** @description Where to continue: the X-Next header of the previous page, unchanged. */
                after?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description How many entries there are in total. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page begins. The last page does not have it. */
                    "X-Next"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignSummary"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createDesign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DesignCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    checkDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentToCheck"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentCheckRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readDesignSchema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    deleteDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readDesignAnalysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignAnalysisRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readDesignCode: {
        parameters: {
            query?: {
                /** @description script, notebook or pipeline */
                form?: "script" | "notebook" | "pipeline";
            };
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GeneratedCodeRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeToRead"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeReadingRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    writeCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentToWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenCodeRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readDesignDiff: {
        parameters: {
            query: {
                /** @description now, version:ID or run:ID */
                old: string;
                /** @description now, version:ID or run:ID */
                new?: string;
            };
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignDiffRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listEdits: {
        parameters: {
            query?: {
                /** @description The most entries to return. */
                limit?: number;
                /** @description Where to continue: the X-Next header of the previous page, unchanged. */
                after?: string | null;
            };
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description How many entries there are in total. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page begins. The last page does not have it. */
                    "X-Next"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EditRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    editDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditsCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    checkEdits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditsToCheck"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EditCheckRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    createEmbed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmbedCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmbedCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    endEmbed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
                embed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    followDesignEvents: {
        parameters: {
            query?: {
                /** @description The tab that listens. */
                client?: string | null;
            };
            header?: {
                "last-event-id"?: number | null;
            };
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["EditsEvent"] | components["schemas"]["RunEvent"] | components["schemas"]["StepEvent"] | components["schemas"]["ProgressEvent"] | components["schemas"]["LogEvent"] | components["schemas"]["PresenceEvent"] | components["schemas"]["AwarenessEvent"] | components["schemas"]["CommentsEvent"] | components["schemas"]["ProposalsEvent"] | components["schemas"]["TrustEvent"] | components["schemas"]["ResetEvent"] | components["schemas"]["ResultsEvent"] | components["schemas"]["EndedEvent"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    exportDesign: {
        parameters: {
            query?: {
                /** @description Whether to include its comments, with the names of their authors. */
                comments?: boolean;
            };
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createInferenceDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InferenceDesignCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    runModuleDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModuleDraftCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftRunRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    stopDraftRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    warmUpDraftRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": unknown;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    publishPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updatePresence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresenceUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    previewDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignPreviewRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    sendPrompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromptCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["PromptEvent"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listProposals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalDetails"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalDetails"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    acceptProposal: {
        parameters: {
            query?: {
                /** @description False: the page sends the edits itself as an ordinary change, which undo knows. */
                apply?: boolean;
            };
            header?: never;
            path: {
                design_id: string;
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    rejectProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readPublicationDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishDraftRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createRestoration: {
        parameters: {
            query: {
                /** @description As of `changes`. */
                to: string;
            };
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestorationRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    restoreDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    reviewChanges: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listDesignRuns: {
        parameters: {
            query?: {
                /** @description The most entries to return. */
                limit?: number;
                /** @description Where to continue: the X-Next header of the previous page, unchanged. */
                after?: string | null;
            };
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description How many entries there are in total. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page begins. The last page does not have it. */
                    "X-Next"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunSummary"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    startRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readLatestRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRead"] | null;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listScoringNodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoringNodeRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listShares: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createShare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShareCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    startSweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SweepCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listThreads: {
        parameters: {
            query?: {
                /** @description The most entries to return. Without it, all of them. */
                limit?: number | null;
                /** @description Where to continue: the X-Next header of the previous page, unchanged. */
                after?: string | null;
            };
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description How many entries there are in total. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page begins. The last page does not have it. */
                    "X-Next"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    replyToThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
                thread_id: string;
                comment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updateComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
                thread_id: string;
                comment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    resolveThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadResolution"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    trustDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TrustRequest"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readUntrustedCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UntrustedCodeRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listVersions: {
        parameters: {
            query?: {
                /** @description The most entries to return. Without it, all of them. */
                limit?: number | null;
                /** @description Where to continue: the X-Next header of the previous page, unchanged. */
                after?: string | null;
            };
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description How many entries there are in total. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page begins. The last page does not have it. */
                    "X-Next"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionSummary"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    deleteVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updateVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                design_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    allowDevice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceLoginCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readEmbed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmbedRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            413: components["responses"]["Refusal413"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
        };
    };
    createEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    readEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
        };
    };
    deleteEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    updateEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    listEndpointAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointAlerts"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
        };
    };
    createEndpointAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointAlertCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointAlerts"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    checkEndpointAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointAlerts"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteEndpointAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    listEndpointBatches: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointBatchesRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
        };
    };
    startEndpointBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchRunRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    createDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
                /** @description The number of a deployment. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    readEndpointSignature: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
                /** @description The number of a deployment. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointSignature"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
        };
    };
    readEndpointDrift: {
        parameters: {
            query?: {
                /** @description The requests of so many hours are taken together. */
                hours?: number;
            };
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointDrift"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
        };
    };
    shareEndpointForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointFormCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    endEndpointForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    changeEndpointForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    createEndpointKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointKeyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointKeyCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteEndpointKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    rotateEndpointKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointKeyCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    addEndpointLabels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelReceipt"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    readLiveMetrics: {
        parameters: {
            query?: {
                /** @description The answers of so many hours are taken together. */
                hours?: number;
                /** @description The deployment; that with the largest share where it is left out. */
                deployment?: number | null;
            };
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveMetrics"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
        };
    };
    readEndpointMetrics: {
        parameters: {
            query?: {
                /** @description The requests of so many hours are taken together. */
                hours?: number;
            };
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointMetrics"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
        };
    };
    tryEndpoint: {
        parameters: {
            query?: {
                /** @description Ask this one, whatever its share. */
                deployment?: number | null;
                /** @description Say for each row what moved its answer. */
                explain?: boolean;
            };
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainedPrediction"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    listEndpointRequests: {
        parameters: {
            query?: {
                /** @description So many of the newest requests. */
                limit?: number;
            };
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestLog"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
        };
    };
    storeEndpointRequests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestDataset"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    setTraffic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrafficUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    listEnvironments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvironmentCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listPythonVersions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PythonVersionsRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    deleteEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    createEnvironmentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvironmentVersionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readEnvironmentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment_id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentVersionRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    buildEnvironmentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment_id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listErrorCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorCodeRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listExtras: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExtrasRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    cancelInstallation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    installExtra: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                extra: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExtraInstallationRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readGroupSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupSettingsRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    previewGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupPreviewCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupPreviewRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    createGroupRule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupRuleCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupRuleRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteGroupRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updateGroupRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupRuleUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupRuleRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    receiveHookRequest: {
        parameters: {
            query?: never;
            header?: {
                "webhook-id"?: string;
                "webhook-timestamp"?: string;
                "webhook-signature"?: string;
            };
            path: {
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookAccepted"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    startImport: {
        parameters: {
            query: {
                /** @description The name of the file. */
                file_name: string;
                /** @description The dataset to add a version to. */
                dataset?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    cancelImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    finishImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportedDatasetCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    addImportFile: {
        parameters: {
            query: {
                /** @description The name of the file. */
                file_name: string;
            };
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportFileRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteImportFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportFileRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    keepImportFileApart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    previewImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportPreview"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadingReport"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readDatasetLineage: {
        parameters: {
            query?: {
                /** @description Empty: the newest version. */
                version?: number | null;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineageRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readModelLineage: {
        parameters: {
            query?: {
                /** @description Empty: the newest version. */
                version?: number | null;
            };
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineageRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readPipelineLineage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineageRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readRunLineage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineageRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                /** @description The most notifications to return. */
                limit?: number;
                /** @description Continue after the one with this id. */
                before?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationList"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readEmailAddress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailAddressRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    followNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["UnreadEvent"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listNotificationPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPreference"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateNotificationPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationPreference"][];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    markNotificationsRead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationsUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listOwnWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createOwnWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteOwnWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updateOwnWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listOwnWebhookDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    renewOwnWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    testOwnWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTestRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    chooseWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceChoice"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    registerModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelVersionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersionRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    deleteModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updateModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    setModelAlias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
                alias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelAliasUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteModelAlias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
                alias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listMetricIntervals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionInterval"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    restoreModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
                /** @description The number of a version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersionRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    deleteModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
                /** @description The number of a version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updateModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
                /** @description The number of a version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelVersionUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersionRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readModelCard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
                /** @description The number of a version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": unknown;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    downloadModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
                /** @description The number of a version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    exportModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
                /** @description The number of a version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelExport"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": unknown;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readModelScript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
                /** @description The number of a version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/x-python": unknown;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    describeModule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModuleSource"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModuleDescription"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    makeModuleFromScript: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptModule"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    changeModulePorts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortsRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptModule"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readModuleHelp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModuleHelpRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listPipelines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineSummary"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    deletePipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updatePipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readPipelineDiff: {
        parameters: {
            query: {
                /** @description The version to compare. */
                old: number;
                /** @description The version to compare it with. */
                new: number;
            };
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignDiffRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listPipelineFirings: {
        parameters: {
            query?: {
                /** @description The most entries to return. */
                limit?: number;
                /** @description Where to continue: the X-Next header of the previous page, unchanged. */
                after?: string | null;
            };
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description How many entries there are in total. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page begins. The last page does not have it. */
                    "X-Next"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FiringRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readRunForm: {
        parameters: {
            query?: {
                /** @description Empty: the default version. */
                version?: number | null;
            };
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunFormRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    savePipelineAsModule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    restorePipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listPipelineRuns: {
        parameters: {
            query?: {
                /** @description The most entries to return. */
                limit?: number;
                /** @description Where to continue: the X-Next header of the previous page, unchanged. */
                after?: string | null;
            };
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description How many entries there are in total. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page begins. The last page does not have it. */
                    "X-Next"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRunRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    startPipelineRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineRunCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRunRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readPipelineRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRunRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listPipelineTriggers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readPipelineVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
                /** @description The number of a version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineVersionDocument"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updatePipelineVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipeline_id: string;
                /** @description The number of a version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineVersionUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineVersionRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readRunAnalysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                analysis_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnalysisRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    cancelRunAnalysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                analysis_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnalysisRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listAllRuns: {
        parameters: {
            query?: {
                /** @description The id of a design. */
                design?: string | null;
                /** @description States, any of which a run may be in. */
                state?: ("queued" | "running" | "succeeded" | "failed" | "cancelled")[] | null;
                /** @description Words to find in the design's name, the note or the tags. */
                text?: string;
                /** @description A tag that the runs have. */
                tag?: string | null;
                /** @description When the oldest run was started. */
                since?: string | null;
                /** @description When the newest run was started. */
                until?: string | null;
                /** @description How many runs to skip. */
                offset?: number;
                /** @description The most entries to return. */
                limit?: number;
                /** @description Where to continue: the X-Next header of the previous page, unchanged. */
                after?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description How many entries there are in total. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page begins. The last page does not have it. */
                    "X-Next"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignRunSummary"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listRunTags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    deleteRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updateRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listRunAnalyses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnalysisRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    startAttribution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnalysisRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    startReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnalysisRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    startRerun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    createCandidateDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CandidateDesignCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readStepControl: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                node: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepControlRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateStepControl: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepControlUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepControlRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listStepFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                node: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepFilesRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readStepFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                node: string;
                file_path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    finishStep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                node: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listStepLogLines: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                node: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogLineRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listStepMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                node: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSeriesRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listStepPlots: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                node: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readStepPlot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                node: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listSampleDesigns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleDesignRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readSampleImportStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleImportStatus"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listSavedModules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedModuleRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    saveModule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedModuleCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedModuleRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteSavedModule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                module_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    renameSavedModule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                module_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedModuleUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedModuleRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    restoreSavedModule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                module_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedModuleRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    saveModuleVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                module_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedModuleVersionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedModuleRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretSummary"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    replaceSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretSummary"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    openLaunchSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LaunchToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    setUpServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readSharedDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedDesignRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readSharedArtifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                artifact_id: string;
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedArtifactRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    redrawSharedChart: {
        parameters: {
            query: {
                /** @description The node of the chart; the artifact is what it gave. */
                node: string;
                /** @description Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, "sort": [{"column", "descending"}]}. Empty means all rows as they are. */
                selection?: string;
            };
            header?: never;
            path: {
                artifact_id: string;
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChartView"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readSharedFigure: {
        parameters: {
            query: {
                /** @description What is computed. */
                figure: "rows" | "distinct" | "sum" | "mean" | "median" | "minimum" | "maximum";
                /** @description The column that it is computed of. Rows need none. */
                column?: string | null;
                /** @description Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, "sort": [{"column", "descending"}]}. Empty means all rows as they are. */
                selection?: string;
            };
            header?: never;
            path: {
                share_id: string;
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FigureRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readSharedFilteredRows: {
        parameters: {
            query?: {
                /** @description The most rows to return. */
                limit?: number;
                /** @description Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, "sort": [{"column", "descending"}]}. Empty means all rows as they are. */
                selection?: string;
            };
            header?: never;
            path: {
                share_id: string;
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowWindow"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readSharedArtifactRows: {
        parameters: {
            query?: {
                /** @description How many rows to skip. */
                offset?: number;
                /** @description The most rows to return. */
                limit?: number;
            };
            header?: never;
            path: {
                artifact_id: string;
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowWindow"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listSharedFilterValues: {
        parameters: {
            query: {
                /** @description The column of the filter. */
                column: string;
            };
            header?: never;
            path: {
                share_id: string;
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterValuesRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    copySharedDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignCopyRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listGuestSteps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedStepRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    downloadSharedDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Design"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    followSharedDesign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ChangedEvent"] | components["schemas"]["EndedEvent"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    openGuestSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuestSessionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestSessionRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    renameGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuestNameUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestNameUpdate"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    startGuestRun: {
        parameters: {
            query: {
                /** @description The dataset node that the table replaces. */
                node: string;
                /** @description The name of the file. */
                file_name: string;
            };
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedGuestRun"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readGuestRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestRunRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readGuestRunArtifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                artifact_id: string;
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedArtifactRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    readGuestRunRows: {
        parameters: {
            query?: {
                /** @description How many rows to skip. */
                offset?: number;
                /** @description The most rows to return. */
                limit?: number;
            };
            header?: never;
            path: {
                run_id: string;
                artifact_id: string;
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowWindow"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    cancelGuestRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            499: components["responses"]["Refusal499"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    revokeShare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    renameShare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShareUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    openShareAsGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            410: components["responses"]["Refusal410"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readStorageUsage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageUsageRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    cleanStorage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CleanupCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CleanupRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readSystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listTargets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetsRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createTarget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TargetCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    setDefaultTarget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefaultTarget"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    replaceTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TargetFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readTargetState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetStateRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    testTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetTestRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listTriggers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    previewSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SchedulePreviewCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePreviewRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    backfillTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackfillCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackfillRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    cancelBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listTriggerFirings: {
        parameters: {
            query?: {
                /** @description The most entries to return. */
                limit?: number;
                /** @description Where to continue: the X-Next header of the previous page, unchanged. */
                after?: string | null;
            };
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description How many entries there are in total. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page begins. The last page does not have it. */
                    "X-Next"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FiringRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    pauseTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerPause"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    resumeTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    runTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FiringRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    rotateTriggerSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerSecretRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    skipNextTime: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listWorkspaceUsage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceUsageList"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MembershipRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    renameWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationSummary"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                invite_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    leaveWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    setQuota: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    readWorkspaceUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listLargestItems: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LargestUsage"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookCreated"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryRead"][];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    renewWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                hook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTestRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            507: components["responses"]["Refusal507"];
        };
    };
    explainSharedForm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormRow"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormExplanation"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    openSharedForm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormOpening"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedForm"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
    answerSharedForm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormRow"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionRead"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            409: components["responses"]["Refusal409"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
            504: components["responses"]["Refusal504"];
            507: components["responses"]["Refusal507"];
        };
    };
}
