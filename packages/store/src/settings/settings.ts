import type { Json } from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { jsonInput } from '../database/rows.js';

/** Small facts of this installation, by name. */
export interface Settings {
  get(name: string): Promise<Json | undefined>;
  set(name: string, value: Json): Promise<void>;
}

export function settingsOf({ prisma }: Database): Settings {
  return {
    async get(name) {
      const row = await prisma.setting.findUnique({ where: { name } });
      return row ? (row.value as Json) : undefined;
    },
    async set(name, value) {
      const json = jsonInput(value ?? {});
      await prisma.setting.upsert({
        where: { name },
        create: { name, value: json },
        update: { value: json },
      });
    },
  };
}
