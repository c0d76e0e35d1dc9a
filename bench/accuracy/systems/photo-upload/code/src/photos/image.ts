import sharp from "sharp";

/** The image as a new WebP of at most 2000 pixels a side and without metadata; undefined when it is no image. */
export const decodeAnew = async (bytes: Buffer): Promise<Buffer | undefined> => {
  try {
    return await sharp(bytes, { limitInputPixels: 50_000_000, failOn: "error" })
      .rotate()
      .resize(2000, 2000, { fit: "inside", withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer();
  } catch {
    return undefined;
  }
};
