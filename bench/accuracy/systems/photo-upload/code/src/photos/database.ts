import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.PHOTO_DATABASE_URL });

export const recordPhoto = async (id: string, post: string, member: string): Promise<void> => {
  await pool.query("insert into photos (id, post, member, uploaded) values ($1, $2, $3, now())", [
    id,
    post,
    member,
  ]);
};

export const findPhoto = async (id: string): Promise<boolean> => {
  const { rowCount } = await pool.query("select 1 from photos where id = $1", [id]);
  return rowCount === 1;
};

/** True when the photo was the member's own, and is gone now. */
export const forgetPhoto = async (id: string, member: string): Promise<boolean> => {
  const { rowCount } = await pool.query("delete from photos where id = $1 and member = $2", [id, member]);
  return rowCount === 1;
};
