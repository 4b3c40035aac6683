// Prints the SQL from the committed schema to the edited one, as a draft of the next migration. Build first, then
// `node packages/store/bin/draft-migration.mjs > prisma/migrations/<timestamp>_<what_it_did>/migration.sql`;
// read and edit it before it is committed together with the schema and the generated client.
import { execFileSync } from 'node:child_process';
import { draftMigration } from '../dist/database/schema-engine.js';
import { startTestDatabase } from '../dist/testing.js';

const committed = execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], { encoding: 'utf8' });
const database = await startTestDatabase();
process.stdout.write(await draftMigration(database.databaseUrl, committed));
await database.close();
