// The version of this package, in one place: caches and records carry it.

export const version = "0.1.0";
