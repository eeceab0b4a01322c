/** Where an entry has no icon: its name begins where the names of the others do. */

import "./noIcon.css";

export const NoIcon = ({ size }: { size: number }) => <i className="no-icon" style={{ width: size, height: size }} />;
