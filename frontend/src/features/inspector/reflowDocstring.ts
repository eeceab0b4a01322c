/** The lines of a docstring end where those of its source do: here they flow together, but for lists and what is indented. */

export const reflowDocstring = (paragraph: string): string => paragraph.replace(/\n(?!\s|[-*] |\d+[.)] )/g, " ");
