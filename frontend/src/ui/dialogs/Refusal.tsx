/** Why what was asked for was refused, where it was asked for. Nothing while there is no reason. */

import "./form.css";

export const Refusal = ({ words }: { words: string | undefined }) =>
  words ? (
    <p className="dialog-refusal" role="alert">
      {words}
    </p>
  ) : null;
