import { loadDemoData } from "../prisma/seed.ts";
import type { Deps } from "./deps.ts";

/** What a shop needs before its first request; each part happens once, however many processes start. */
export async function bootstrap({ config, db, log }: Deps): Promise<void> {
  if (config.demoData && (await loadDemoData(db))) log.info("the demo catalogue has been loaded");
}
