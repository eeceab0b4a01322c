/** What the canvas and the inspector say of pipelines: the other texts come with what is asked for. */

export const declarationTexts = {
  publish: "Publish as pipeline",

  parameter: {
    make: (title: string): string => `Make ${title} a pipeline parameter`,
    makeHint: "Make pipeline parameter: each run of the published pipeline may set it",
    isOne: (title: string): string => `${title} is a pipeline parameter`,
    isOneHint: (name: string): string => `Pipeline parameter ${name}. Change or remove it`,
    added: (title: string): string => `Make ${title} a pipeline parameter`,
  },

  input: {
    action: "Let runs choose the data",
    added: (title: string): string => `Let runs choose ${title}`,
    removed: (title: string): string => `No longer let runs choose ${title}`,
  },

  output: {
    action: "Store its output",
  },
};
