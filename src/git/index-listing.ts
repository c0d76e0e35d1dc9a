// How the index is listed: the same for whoever asks, so that one answer can serve several.

/** Arguments that make git list the whole index: mode, blob id, stage and path of each entry. */
export const indexListing: readonly string[] = ["ls-files", "-s", "-z", "--full-name"];
