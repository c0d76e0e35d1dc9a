// What an id looks like, apart from the schema: a hook that only checks names loads no validator.

/** Kebab case of lower-case letters and digits of any script. */
export const idPattern: RegExp = /^[\p{Ll}\p{Lo}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{N}]+)*$/u;
