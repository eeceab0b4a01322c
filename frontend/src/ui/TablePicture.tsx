/** A sheet that becomes histograms: what happens to a dropped table. */

const COLUMNS = [
  { color: "var(--series-1)", bars: [30, 22, 14, 9, 5, 3, 2, 2, 3] },
  { color: "var(--bar)", bars: [28, 16, 9, 12, 6, 4, 3, 2] },
  { color: "var(--bar)", bars: [4, 10, 14, 24, 30, 22, 26, 12, 8, 3] },
];

export function TableIllustration() {
  return (
    <svg className="table-picture" width={240} height={52} viewBox="0 0 240 52" aria-hidden="true">
      <rect x={0.5} y={2.5} width={40} height={46} rx={3} className="table-picture-sheet" />
      <path d="M8 13h22M8 21h26M8 29h20M8 37h24" className="table-picture-lines" />
      <path d="M52 26h24m-7-6l7 6-7 6" className="table-picture-lines" />
      {COLUMNS.map((column, at) => (
        <g key={at} transform={`translate(${90 + at * 54} 42)`} fill={column.color}>
          {column.bars.map((tall, bar) => (
            <rect key={bar} x={bar * 4.4} y={-tall} width={3.4} height={tall} />
          ))}
        </g>
      ))}
    </svg>
  );
}
