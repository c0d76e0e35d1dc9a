import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({
  region: "eu-central-1",
  credentials: {
    accessKeyId: process.env.BUCKET_KEY_ID ?? "",
    secretAccessKey: process.env.BUCKET_SECRET_KEY ?? "",
  },
});
const bucket = "forum-photos";

export const writeObject = async (id: string, body: Buffer): Promise<void> => {
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: `photos/${id}.webp`, Body: body, ContentType: "image/webp" }),
  );
};

export const readObject = async (id: string): Promise<Uint8Array> => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `photos/${id}.webp` }));
  if (Body === undefined) throw new Error("an empty object");
  return Body.transformToByteArray();
};

export const removeObject = async (id: string): Promise<void> => {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `photos/${id}.webp` }));
};
