// An RFC 3161 time stamp request over the manifest, in DER. A time stamp authority that answers it says that the package
// existed by then. Asking is the user's: this tool sends nothing anywhere.

const der = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(contents);
  const length =
    body.length < 0x80
      ? Buffer.from([body.length])
      : body.length < 0x100
        ? Buffer.from([0x81, body.length])
        : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
};

const sequence = 0x30;
/** 2.16.840.1.101.3.4.2.1 */
const sha256 = Buffer.from([0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]);
const none = Buffer.from([0x05, 0x00]);

/** The hash that is stamped, as it stands in request and answer. @param digest SHA-256, 32 bytes */
export const messageImprint = (digest: Buffer): Buffer =>
  der(sequence, der(sequence, sha256, none), der(0x04, digest));

/**
 * The request. It has no nonce, so that it can be made again from the digest alone; the digest is of one package only.
 * @param digest SHA-256, 32 bytes
 */
export const timeStampRequest = (digest: Buffer): Buffer =>
  der(
    sequence,
    der(0x02, Buffer.from([1])), // version 1
    messageImprint(digest),
    der(0x01, Buffer.from([0xff])), // the answer carries the authority's certificate
  );
