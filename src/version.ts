// The version of this package, in one place: caches and records carry it.

/** Digest of the sources that a bundle was made of (scripts/build.mjs); sources that run by themselves have none. */
declare const instrideBuild: string | undefined;

export const release = "0.1.0";

/** The release, and the build of it in semantic versioning's way: what one build judged, another judges anew. */
export const version: string = typeof instrideBuild === "undefined" ? release : `${release}+${instrideBuild}`;
