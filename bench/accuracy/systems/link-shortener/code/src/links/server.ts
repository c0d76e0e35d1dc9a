import express from "express";
import { requireTool } from "./keys.ts";
import { addVisit, createLink, findTarget, pool, removeLink, visitsOf } from "./store.ts";
import { checkedTarget, newSlug } from "./targets.ts";

export const app = express();
app.use(express.json({ limit: "16kb" }));

interface ToolRequest extends express.Request {
  tool?: string;
}

app.post("/links", requireTool, async (request: ToolRequest, response) => {
  const target = checkedTarget(request.body.target);
  if (target === undefined) {
    response.status(400).json({ error: "target" });
    return;
  }
  const campaign = typeof request.body.campaign === "string" ? request.body.campaign.slice(0, 60) : null;
  const slug = newSlug();
  await createLink(slug, target, campaign, request.tool as string);
  response.status(201).json({ slug });
});

app.get("/links/:slug/visits", requireTool, async (request: ToolRequest, response) => {
  const days = await visitsOf(request.params.slug as string, request.tool as string);
  if (days === undefined) {
    response.status(404).json({ error: "slug" });
    return;
  }
  response.json({ days });
});

app.delete("/links/:slug", requireTool, async (request: ToolRequest, response) => {
  const removed = await removeLink(request.params.slug as string, request.tool as string);
  response.status(removed ? 204 : 404).end();
});

app.get("/r/:slug", async (request, response) => {
  const target = await findTarget(request.params.slug);
  if (target === undefined) {
    response.status(404).end();
    return;
  }
  await addVisit(request.params.slug);
  response.redirect(302, target);
});

app.get("/health", async (_request, response) => {
  try {
    await pool.query("select 1");
    response.json({ ok: true });
  } catch {
    response.status(503).json({ ok: false });
  }
});

app.listen(Number(process.env.PORT ?? 8080));
