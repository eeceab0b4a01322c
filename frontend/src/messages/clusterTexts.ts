/** Every sentence of clusterings, anomaly detection and projections, in English. */

const formatRows = (rows: string): string => `${rows} ${rows === "1" ? "row" : "rows"}`;
const formatClusters = (clusters: string): string => `${clusters} ${clusters === "1" ? "cluster" : "clusters"}`;

export const clusterTexts = {
  untrained: {
    clustering: "Not trained yet. Connect it to Train Clustering Model.",
    anomaly: "Not trained yet. Connect it to Train Anomaly Detection Model.",
  },
  found: (name: string, clusters: string) => `${name} found ${formatClusters(clusters)}`,
  foundNone: (name: string) => `${name} found no cluster`,
  foundIn: (rows: string, columns: string) =>
    `In ${formatRows(rows)} and ${columns} ${columns === "1" ? "column" : "columns"}.`,
  noise: (rows: string, share: string) => `${formatRows(rows)}, ${share}, belong to no cluster.`,
  leftOut: (rows: string) => `${formatRows(rows)} with a missing value left out.`,
  described: (shown: string) => `The first ${shown} are shown.`,
  cluster: (number: number) => `Cluster ${number}`,
  outside: "noise",
  showRows: (name: string) => `Show the rows of ${name}`,
  sizes: {
    title: "Sizes",
    cluster: "Cluster",
    rows: "Rows",
    share: "Share",
    own: "To own center",
    farthest: "Farthest",
    other: "To others",
    silhouette: "Silhouette",
    caption: "Mean and maximum distance to the cluster's own center, as the model sees the rows",
  },
  profile: {
    title: "What is typical of each cluster",
    caption:
      "Means and most common values. Stronger color is further from all rows: blue above the mean or more common, ochre below",
    feature: "Column",
    all: "All rows",
    deviations: (value: string) => `${value} standard deviations from the mean of all rows`,
    shares: (value: string) => `${value} more often than among all rows`,
  },
  dendrogram: {
    title: "Dendrogram",
    caption: "The height of a merge is the distance between its two clusters. Each branch shows its rows",
    cut: "cut",
    label: (leaves: string, cut: string) =>
      `Tree of the merges with ${leaves} branches, cut at height ${cut}. The table of sizes lists the clusters.`,
    height: "Height",
  },
  anomaly: {
    title: (name: string, strange: string, rows: string) =>
      `${name} finds ${strange} of ${formatRows(rows)} unlike the others`,
    detail: (columns: string) =>
      `In the training data, by ${columns} ${columns === "1" ? "column" : "columns"}. Use Score Model to find them in other data.`,
    quantiles: "Quantiles",
    share: "Of the rows",
    below: "score below",
    own: (value: string) => `On the detector's own scale the threshold is ${value}.`,
    taken: {
      rarer: (value: string, rows: string, all: string, label: string) =>
        `The anomaly is “${value}”: ${rows} of ${all} rows, the rarer value of ${label}.`,
      named: (value: string, rows: string, all: string, label: string) =>
        `The anomaly is “${value}”: ${rows} of ${all} rows, as entered for ${label}.`,
    },
    reversed: (name: string, anomaly: string, usual: string) => `${name} finds “${usual}” stranger than “${anomaly}”`,
    turn: (usual: string) => `If the anomaly is “${usual}”, enter it in Evaluate Model as the value of anomalies.`,
  },
  components: {
    title: (components: string, share: string) =>
      components === "1"
        ? `One component keeps ${share} of the variance`
        : `${components} components keep ${share} of the variance`,
    detail: (columns: string) => `Of ${columns} ${columns === "1" ? "column" : "columns"}, after scaling.`,
    weights: "Weights",
    weightsCaption: "Weight of each scaled column in each component: blue positive, ochre negative",
    column: "Column",
    component: (number: number) => `Component ${number}`,
    share: "Share of variance",
    sum: "Cumulative",
    map: "Rows by the first two components",
    mapCaption: "Arrows: the direction in which each column grows",
    mapX: (share: string) => `Component 1, ${share}`,
    mapY: (share: string) => `Component 2, ${share}`,
    mapLabel: (rows: string) => `${formatRows(rows)} by their first two components, and the directions of the columns.`,
  },
  evaluation: {
    keeps: (name: string, how: string) => `${name} keeps its clusters ${how} apart`,
    apart: { strongly: "clearly", reasonably: "reasonably", weakly: "weakly", hardly: "hardly" },
    furtherApart: (better: string, worse: string) => `${better} keeps its clusters further apart than ${worse}`,
    apartAlike: (first: string, second: string) => `${first} and ${second} keep their clusters about equally far apart`,
    measured: (name: string, clusters: string) => `${name} made ${formatClusters(clusters)}`,
    silhouette: (value: string) => `Mean silhouette ${value}.`,
    silhouettes: (first: string, second: string) =>
      `Mean silhouette ${first} against ${second}. A higher one does not mean that the clusters are useful.`,
    sizes: (clusters: string, rows: string) => `${formatClusters(clusters)} of ${formatRows(rows)}.`,
    perCluster: "By cluster",
    caption: (name: string) => `${name}: mean distances, as the model sees the rows`,
    combined: "All",
    sampled: (rows: string) => `Silhouettes of ${formatRows(rows)}, drawn at random.`,
    without: (rows: string) => `${formatRows(rows)} in no cluster left out.`,
    label: (name: string) => `Clusters against ${name}`,
    labelCaption: "Rows of each class in each cluster",
    noPicture: "This data lacks the columns that the clusters are based on, so there is no map.",
  },
};
