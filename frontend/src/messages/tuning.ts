/** Sentences of parameters with several values, and of the results of tuning. */

export const tuningMessages = {
  sweep: {
    on: (title: string) => `Several values for ${title}`,
    onHint: "Try several values with Tune Model Hyperparameters",
    offHint: "Back to one value",
    form: "Form of the values",
    range: "Range",
    list: "List",
    from: "From",
    to: "To",
    scale: "Scale",
    linear: "Linear",
    log: "Log",
    steps: "Steps in a grid",
    values: (title: string) => `Values of ${title}`,
    add: "Add a value, then Enter",
    help: "Tried by Tune Model Hyperparameters.",
    noNumber: (text: string) => `'${text}' is not a number.`,
    noValues: "Name at least one value.",
    upsideDown: "The end of the range must be above its start.",
    logFromZero: "A log scale starts above 0.",
  },
  trials: {
    title: (metric: string, value: string) => `The best trial reached ${metric} ${value}`,
    detail: (learner: string, trials: string, folds: number) =>
      `${trials} of ${learner}, each measured ${folds > 0 ? `in ${folds} folds` : "on the validation dataset"}.`,
    usual: "No parameter had a range or a list, so the learner's usual values were tried.",
    states: (stopped: number, failed: number) =>
      [stopped > 0 && `${stopped} stopped early`, failed > 0 && `${failed} failed`].filter(Boolean).join(", "),
    progress: "Trial by trial",
    progressCaption: (better: string) => `Each dot is a trial, the line the best so far; ${better} is better.`,
    progressLabel: (metric: string, count: number) => `${metric} of ${count} trials in their order`,
    trial: "trial",
    againstCaption: (metric: string) => `Against ${metric}`,
    againstLabel: (metric: string, parameter: string) => `${metric} of each trial against ${parameter}`,
    together: "All parameters together",
    togetherCaption: (metric: string) =>
      `A line is a trial; the stronger its colour, the better ${metric}.`,
    togetherLabel: (count: number) => `${count} trials across their parameters`,
    best: "best",
    chosenLabel: "Chosen trial",
    chosen: (number: number, value: string) => `Trial ${number}: ${value}`,
    deviation: (value: string) => `standard deviation ${value} between folds`,
    first: (shown: string, all: string) => `The first ${shown} of ${all} trials are drawn.`,
    state: { Complete: "complete", "Stopped early": "stopped early", Failed: "failed" },
  },
};
