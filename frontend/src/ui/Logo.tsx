/** The mark: a dataset that becomes a model and an action. */

export function Logo() {
  return (
    <svg width="26" height="26" viewBox="0 0 26 26" role="img" aria-label="Designery">
      <path d="M6 6.5C6 15 20 10 20 18M6 6.5V20" fill="none" stroke="var(--edge-dataset)" strokeWidth="1.5" />
      <circle cx="6" cy="6" r="4" fill="var(--ink)" />
      <path d="M20 13.6l4.6 4.6-4.6 4.6-4.6-4.6z" fill="var(--series-2)" />
      <rect x="2.3" y="17" width="7.4" height="7.4" rx="1" fill="var(--pen-text)" />
    </svg>
  );
}
