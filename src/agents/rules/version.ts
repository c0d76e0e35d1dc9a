// The agent's name for itself, in one place.

/** Version of the rules agent, as it signs its answers. It changes when the catalogue or the map's heuristics do. */
export const rulesVersion = "0.3.0";
