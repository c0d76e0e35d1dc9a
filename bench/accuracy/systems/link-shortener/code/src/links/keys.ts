import { createHash } from "node:crypto";
import type { NextFunction, Request, Response } from "express";
import { pool } from "./store.ts";

const digestOf = (key: string): string => createHash("sha256").update(key).digest("hex");

/** Refuses requests without a known tool key; the tool's name is on the request afterwards. */
export const requireTool = async (
  request: Request & { tool?: string },
  response: Response,
  next: NextFunction,
): Promise<void> => {
  const header = request.headers.authorization ?? "";
  const key = header.startsWith("Bearer ") ? header.slice(7) : "";
  if (key.length !== 43) {
    response.status(401).json({ error: "key" });
    return;
  }
  const { rows } = await pool.query("select tool from tool_keys where digest = $1", [digestOf(key)]);
  if (rows.length === 0) {
    response.status(401).json({ error: "key" });
    return;
  }
  request.tool = rows[0].tool;
  next();
};
