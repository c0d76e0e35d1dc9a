import type { System } from "../../truth.ts";

export const photoUpload: System = {
  id: "photo-upload",
  language: "typescript",
  names: {
    Member: /member|client/i,
    Reader: /reader/i,
    "Photo bucket": /bucket|s3/i,
    "Photo database": /photo database|postgres/i,
    "Face blurring service": /face|blur/i,
    "Thumbnail cache": /thumbnail|redis/i,
  },
  truth: {
    entries: [
      { name: "POST /photos", guard: "checked" },
      { name: "GET /photos/:id", guard: "none" },
      { name: "DELETE /photos/:id", guard: "checked", flips: 5 },
      { name: "GET /posts/:post/photos", guard: "none", since: 4, until: 6 },
    ],
    flows: [
      { name: "Member -> self" },
      { name: "Reader -> self" },
      { name: "self -> Photo bucket" },
      { name: "self -> Photo database" },
      { name: "self -> Face blurring service", since: 2 },
      { name: "self -> Thumbnail cache", since: 3 },
    ],
    stores: [{ name: "Photo bucket" }, { name: "Photo database" }, { name: "Thumbnail cache", since: 3 }],
    boundaries: [{ name: "Internet / forum network" }, { name: "Forum network / bucket provider" }],
    controls: [{ name: "Upload quota at the gateway" }, { name: "Bucket versioning" }],
    risks: [{ name: "Whoever knows a photo's id can see it" }],
    assumptions: [
      {
        name: "Members' sessions are ended by the session service when an account is closed",
        also: /sessions are ended/i,
      },
      { name: "The Face blurring service keeps no photo", since: 2 },
    ],
    threats: [
      {
        kind: "store",
        at: "Photo bucket",
        category: "information-disclosure",
        weakness: ["CWE-552", "CWE-732", "CWE-312"],
        state: "open",
        why: "nothing says that the bucket is closed to strangers",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-526"],
        state: "open",
        why: "the bucket's key is in the environment",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-613"],
        where: "POST /photos",
        state: "open",
        why: "a copied session works until it ends; nothing here asks whether it was ended",
      },
      {
        kind: "process",
        category: "denial-of-service",
        weakness: ["CWE-400", "CWE-405", "CWE-770", "CWE-407"],
        where: "POST /photos",
        state: "held",
        outside: true,
        why: "decoding is costly; the gateway's quota holds it",
      },
      {
        kind: "process",
        category: "repudiation",
        weakness: ["CWE-778"],
        where: "DELETE /photos/:id",
        state: "open",
        why: "nothing records who deleted a photo",
      },
      {
        kind: "store",
        at: "Photo bucket",
        category: "denial-of-service",
        weakness: ["CWE-693"],
        state: "held",
        outside: true,
        why: "versioning keeps deleted objects for 30 days",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-201"],
        where: "blur",
        state: "open",
        since: 2,
        why: "members' photos leave for a provider",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-306", "CWE-287", "CWE-862"],
        where: "DELETE /photos/:id",
        state: "open",
        since: 5,
        why: "whoever names a member deletes that member's photos",
      },
      {
        kind: "store",
        at: "Thumbnail cache",
        category: "tampering",
        weakness: ["CWE-349", "CWE-668", "CWE-250"],
        state: "open",
        since: 3,
        why: "whoever writes to the cache decides what readers see",
      },
    ],
    traps: [
      {
        kind: "process",
        category: "tampering",
        weakness: ["CWE-434"],
        where: "POST /photos",
        why: "the upload is decoded and written anew",
      },
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-22"],
        why: "ids are checked against a pattern and no path comes from a caller",
      },
      {
        kind: "process",
        category: "elevation-of-privilege",
        weakness: ["CWE-639"],
        where: "DELETE /photos/:id",
        until: 5,
        why: "deletion selects by id and member",
      },
      {
        kind: "process",
        category: "spoofing",
        weakness: ["CWE-347"],
        why: "algorithm, audience and issuer are pinned",
      },
      {
        kind: "process",
        category: "tampering",
        weakness: ["CWE-89"],
        why: "every query uses parameters",
      },
    ],
  },
  series: [
    {
      message: "Put storage in one folder",
      plant: "moved-file",
      edits: [
        { move: "src/photos/bucket.ts", to: "src/photos/storage/bucket.ts" },
        { move: "src/photos/database.ts", to: "src/photos/storage/database.ts" },
        { in: "src/photos/server.ts", replace: '"./bucket.ts"', by: '"./storage/bucket.ts"' },
        { in: "src/photos/server.ts", replace: '"./database.ts"', by: '"./storage/database.ts"' },
      ],
    },
    {
      message: "Have faces of bystanders blurred",
      plant: "new-outbound",
      edits: [
        {
          write: "src/photos/faces.ts",
          text: '/** The photo with faces made unreadable, by the provider that the Media team chose. */\nexport const blurFaces = async (image: Buffer): Promise<Buffer> => {\n  const reply = await fetch("https://blur.example.net/v1/faces", {\n    method: "POST",\n    headers: { authorization: `Bearer ${process.env.BLUR_API_KEY}`, "content-type": "image/webp" },\n    body: image,\n    signal: AbortSignal.timeout(10_000),\n  });\n  if (!reply.ok) throw new Error(`blurring failed with ${reply.status}`);\n  return Buffer.from(await reply.arrayBuffer());\n};\n',
        },
        {
          in: "src/photos/server.ts",
          replace: "  await writeObject(id, image);",
          by: "  await writeObject(id, await blurFaces(image));",
        },
        {
          in: "src/photos/server.ts",
          replace: "import { decodeAnew }",
          by: 'import { blurFaces } from "./faces.ts";\nimport { decodeAnew }',
        },
        {
          in: "specs/photo-upload.md",
          replace: "| Photo upload | Photo bucket |",
          by: "| Photo upload | Face blurring service | photos | HTTPS |\n| Photo upload | Photo bucket |",
        },
        {
          in: "specs/photo-upload.md",
          replace: "- Members' sessions",
          by: "- The Face blurring service keeps no photo.\n- Members' sessions",
        },
      ],
    },
    {
      message: "Keep thumbnails in a cache",
      plant: "new-store",
      edits: [
        {
          write: "src/photos/storage/thumbnails.ts",
          text: 'import { Redis } from "ioredis";\n\nconst redis = new Redis(process.env.THUMBNAIL_CACHE_URL ?? "redis://cache:6379");\n\nexport const cachedThumbnail = async (id: string): Promise<Buffer | null> => redis.getBuffer(`thumbnail:${id}`);\n\nexport const cacheThumbnail = async (id: string, image: Buffer): Promise<void> => {\n  await redis.set(`thumbnail:${id}`, image, "EX", 3600);\n};\n',
        },
        {
          in: "src/photos/server.ts",
          replace: "  const image = await readObject(id);\n",
          by: "  const image = (await cachedThumbnail(id)) ?? Buffer.from(await readObject(id));\n  await cacheThumbnail(id, image);\n",
        },
        {
          in: "src/photos/server.ts",
          replace: "import { requireSession }",
          by: 'import { cachedThumbnail, cacheThumbnail } from "./storage/thumbnails.ts";\nimport { requireSession }',
        },
        {
          in: "specs/photo-upload.md",
          replace: "| Photo upload | Photo database |",
          by: "| Photo upload | Thumbnail cache | photos | none, inside the forum network |\n| Photo upload | Photo database |",
        },
      ],
    },
    {
      message: "List the photos of a post",
      plant: "new-route",
      edits: [
        {
          in: "src/photos/server.ts",
          replace: 'app.delete("/photos/:id"',
          by: 'app.get("/posts/:post/photos", async (request, reply) => {\n  const { post } = request.params as { post: string };\n  if (!uuid.test(post)) return reply.code(404).send();\n  return reply.send({ photos: await photosOf(post) });\n});\n\napp.delete("/photos/:id"',
        },
        {
          in: "src/photos/server.ts",
          replace: "forgetPhoto, recordPhoto }",
          by: "forgetPhoto, photosOf, recordPhoto }",
        },
        {
          in: "src/photos/storage/database.ts",
          replace: "/** True when the photo",
          by: 'export const photosOf = async (post: string): Promise<string[]> => {\n  const { rows } = await pool.query("select id from photos where post = $1 limit 200", [post]);\n  return rows.map(({ id }) => id);\n};\n\n/** True when the photo',
        },
        {
          in: "specs/photo-upload.md",
          replace: "| `DELETE /photos/:id` | Member",
          by: "| `GET /posts/:post/photos` | Reader | none | everybody who knows the post |\n| `DELETE /photos/:id` | Member",
        },
        {
          in: "specs/photo-upload.md",
          replace: "| `DELETE /photos/:id` | id: uuid",
          by: "| `GET /posts/:post/photos` | post: uuid | none | 200 with ids | 404 |\n| `DELETE /photos/:id` | id: uuid",
        },
      ],
    },
    {
      message: "Moderators delete photos from their tool",
      plant: "removed-guard",
      edits: [
        {
          in: "src/photos/server.ts",
          replace:
            'app.delete("/photos/:id", { preHandler: requireSession }, async (request, reply) => {\n  const { id } = request.params as { id: string };\n  if (!uuid.test(id) || !(await forgetPhoto(id, request.member)))',
          by: 'app.delete("/photos/:id", async (request, reply) => {\n  const { id } = request.params as { id: string };\n  const { member } = request.query as { member: string };\n  if (!uuid.test(id) || !(await forgetPhoto(id, member)))',
        },
      ],
    },
    {
      message: "Posts name their photos themselves",
      plant: "removed-route",
      edits: [
        {
          in: "src/photos/server.ts",
          replace:
            'app.get("/posts/:post/photos", async (request, reply) => {\n  const { post } = request.params as { post: string };\n  if (!uuid.test(post)) return reply.code(404).send();\n  return reply.send({ photos: await photosOf(post) });\n});\n\n',
          by: "",
        },
        {
          in: "src/photos/server.ts",
          replace: "forgetPhoto, photosOf, recordPhoto }",
          by: "forgetPhoto, recordPhoto }",
        },
        {
          in: "specs/photo-upload.md",
          replace: "| `GET /posts/:post/photos` | Reader | none | everybody who knows the post |\n",
          by: "",
        },
        {
          in: "specs/photo-upload.md",
          replace: "| `GET /posts/:post/photos` | post: uuid | none | 200 with ids | 404 |\n",
          by: "",
        },
      ],
    },
  ],
};
