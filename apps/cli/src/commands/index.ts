import type { Command } from '../command.js';
import { check } from './check.js';
import { decode } from './decode.js';
import { explain } from './explain.js';
import { firewall } from './firewall.js';
import { notify } from './notify.js';
import { policy } from './policy.js';
import { recipe } from './recipe.js';
import { report } from './report.js';
import { routes } from './routes.js';
import { rules } from './rules.js';
import { sample } from './sample.js';
import { scan } from './scan.js';
import { schedule } from './schedule.js';
import { schema } from './schema.js';
import { serve } from './serve.js';
import { upload } from './upload.js';

/** In the order of the help text. */
export const commands: readonly Command[] = [
  check,
  decode,
  firewall,
  routes,
  rules,
  explain,
  recipe,
  policy,
  schema,
  sample,
  serve,
  upload,
  scan,
  schedule,
  notify,
  report,
];
