import pg from 'pg';
import { startTestDatabase, type TestDatabase } from '../testing.js';
import { openPool } from './pool.js';

describe('sessions of a pool', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.close());

  it('write instants in UTC and ISO 8601, whatever the database prefers', async () => {
    const admin = new pg.Client({ connectionString: database.databaseUrl });
    await admin.connect();
    const name = admin.escapeIdentifier(admin.database ?? '');
    await admin.query(`ALTER DATABASE ${name} SET DateStyle = 'SQL, DMY'`);
    await admin.query(`ALTER DATABASE ${name} SET TimeZone = 'Asia/Kathmandu'`);
    await admin.end();
    const pool = openPool(database.databaseUrl, 1);
    try {
      const { rows } = await pool.query("SELECT '2026-11-22T01:02:03.004Z'::timestamptz::text AS text");
      expect(rows).toEqual([{ text: '2026-11-22 01:02:03.004+00' }]);
    } finally {
      await pool.end();
    }
  });
});
