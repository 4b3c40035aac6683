import { isLoopback, readServerSettings, readSettings, SettingsError, settingSpecs } from './settings.js';

describe('settings', () => {
  it('has a default for everything', () => {
    expect(readSettings({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      allowUnauthenticated: false,
      scanChunk: 500,
    });
  });

  it('reads every setting it lists and nothing else', () => {
    const settings = readSettings({
      RINGCHECK_PORT: '8080',
      RINGCHECK_ALLOWED_HOSTS: 'Mdm.example.org, ring.example.org',
      PATH: 'x',
    });
    expect(settings.port).toBe(8080);
    expect(settings.allowedHosts).toEqual(['mdm.example.org', 'ring.example.org']);
    expect(JSON.stringify(settings)).not.toContain('"x"');
  });

  it('keeps uploads as long as history unless told otherwise', () => {
    expect(readSettings({ RINGCHECK_HISTORY_DAYS: '30' }).uploadDays).toBe(30);
    expect(readSettings({ RINGCHECK_HISTORY_DAYS: '30', RINGCHECK_UPLOAD_DAYS: '7' }).uploadDays).toBe(7);
  });

  it('names what a process of its own cannot do without', () => {
    const key = 'c'.repeat(43) + '=';
    expect(() => readServerSettings({})).toThrow(
      /DATABASE_URL: must be set.*RINGCHECK_BLOB_KEY: must be set/,
    );
    expect(() => readServerSettings({ RINGCHECK_BLOB_KEY: key })).toThrow(/^settings: DATABASE_URL: [^;]*$/);
    const given = readServerSettings({ RINGCHECK_BLOB_KEY: key, DATABASE_URL: 'postgresql://db/ringcheck' });
    expect([given.blobKey, given.databaseUrl]).toEqual([key, 'postgresql://db/ringcheck']);
  });

  it('names each wrong setting and never shows a value', () => {
    const read = () =>
      readSettings({
        RINGCHECK_PORT: '99999',
        RINGCHECK_BLOB_KEY: 'hunter2',
        DATABASE_URL: 'mysql://root:hunter2@db',
      });
    expect(read).toThrow(SettingsError);
    try {
      read();
    } catch (error) {
      const message = error instanceof Error ? error.message : '';
      expect(message).toContain('RINGCHECK_PORT');
      expect(message).toContain('RINGCHECK_BLOB_KEY');
      expect(message).toContain('DATABASE_URL');
      expect(message).not.toContain('hunter2');
    }
  });

  it('takes empty text as not set', () => {
    expect(readSettings({ DATABASE_URL: '', RINGCHECK_PORT: '' }).databaseUrl).toBeUndefined();
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['localhost', true],
    ['::1', true],
    ['[::1]', true],
    ['0.0.0.0', false],
    ['192.168.1.4', false],
    ['localhost.example.org', false],
  ])('knows whether %s is loopback', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });

  it('says of each setting what it changes', () => {
    for (const spec of settingSpecs) expect(spec.changes.length).toBeGreaterThan(20);
  });
});
