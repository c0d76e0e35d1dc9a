// The corpus.

import type { System } from "../truth.ts";
import { backupCli } from "./backup-cli/truth.ts";
import { chatRelay } from "./chat-relay/truth.ts";
import { featureFlags } from "./feature-flags/truth.ts";
import { invoiceRenderer } from "./invoice-renderer/truth.ts";
import { linkShortener } from "./link-shortener/truth.ts";
import { mailWorker } from "./mail-worker/truth.ts";
import { metricsIngest } from "./metrics-ingest/truth.ts";
import { oauthClient } from "./oauth-client/truth.ts";
import { packageMirror } from "./package-mirror/truth.ts";
import { paymentsLedger } from "./payments-ledger/truth.ts";
import { photoUpload } from "./photo-upload/truth.ts";
import { webhookReceiver } from "./webhook-receiver/truth.ts";

export const systems: readonly System[] = [
  backupCli,
  chatRelay,
  featureFlags,
  invoiceRenderer,
  linkShortener,
  mailWorker,
  metricsIngest,
  oauthClient,
  packageMirror,
  paymentsLedger,
  photoUpload,
  webhookReceiver,
];
