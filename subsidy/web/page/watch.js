// A batch on the server, watched until it is over.

import { Problem, fetched } from "./api.js";

const FIRST = 300;
const LONGEST = 2000;
const OVER = ["done", "failed", "cancelled"];

/** The job once it is over; `seen` hears of every state in between, `away` of every time that the server is not reached. */
export async function watched(id, { seen, away, signal }) {
  for (let wait = FIRST; ; wait = Math.min(LONGEST, wait * 1.5)) {
    const job = await looked(id, away, signal);
    if (job) seen(job);
    if (job && OVER.includes(job.state)) return job;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** The job as it is now; nothing where the server cannot be reached or has no time for it. */
async function looked(id, away, signal) {
  try {
    return await fetched(`/v1/batches/${encodeURIComponent(id)}`, signal);
  } catch (error) {
    const passing = error instanceof Problem && (error.said.code === "away" || error.said.status === 503);
    if (!passing) throw error;
    away();
    return null;
  }
}
