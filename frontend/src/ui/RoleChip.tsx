/** What a column is for, when it is more than a feature: label, weight and the like. */

import "./roleChip.css";

export const RoleChip = ({ role }: { role: string }) => <span className="role-chip">{role}</span>;
