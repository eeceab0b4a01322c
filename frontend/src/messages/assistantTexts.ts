/** The sentences of the prompt bar, in English. */

export const assistantTexts = {
  label: "Assistant",
  placeholder: "Ask about this design, or say what should change",
  sent: (host: string) =>
    `Goes to ${host}: this design with all that is typed into it, and names of columns. No datasets.`,
  send: "Send",
  sending: "Sending",
  stop: "Stop",
  close: "Close",
  startOver: "Start over",
  again: "Ask again",
  review: "Review the change",
  stopped: "Stopped.",
  interrupted: "The connection ended before the answer came.",
  examples: ["Add a second model to compare with", "Why is this advice given?", "Which columns should stay out?"],
  exampleList: "Examples",
  conversation: "Conversation",
};
