import pg from "pg";

export const pool = new pg.Pool({ connectionString: process.env.LINKS_DATABASE_URL, max: 20 });

export const createLink = async (
  slug: string,
  target: string,
  campaign: string | null,
  tool: string,
): Promise<void> => {
  await pool.query("insert into links (slug, target, campaign, tool) values ($1, $2, $3, $4)", [
    slug,
    target,
    campaign,
    tool,
  ]);
};

export const findTarget = async (slug: string): Promise<string | undefined> => {
  const { rows } = await pool.query("select target from links where slug = $1", [slug]);
  return rows[0]?.target;
};

export const addVisit = async (slug: string): Promise<void> => {
  await pool.query(
    "insert into visits (slug, day, count) values ($1, current_date, 1) on conflict (slug, day) do update set count = visits.count + 1",
    [slug],
  );
};

export const visitsOf = async (slug: string, tool: string): Promise<unknown[] | undefined> => {
  const { rows } = await pool.query("select 1 from links where slug = $1 and tool = $2", [slug, tool]);
  if (rows.length === 0) return undefined;
  const visits = await pool.query("select day, count from visits where slug = $1 order by day", [slug]);
  return visits.rows;
};

export const removeLink = async (slug: string, tool: string): Promise<boolean> => {
  const { rowCount } = await pool.query("delete from links where slug = $1 and tool = $2", [slug, tool]);
  return (rowCount ?? 0) > 0;
};
