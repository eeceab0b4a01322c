/** How a program sends true labels. */

export const writeLabelCall = (url: string, isNumber: boolean): string =>
  [
    "curl -X POST \\",
    `  ${url} \\`,
    '  -H "Authorization: Bearer $KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '{"labels": [{"id": "order-17", "label": ${isNumber ? "12450" : '"yes"'}}]}'`,
  ].join("\n");
