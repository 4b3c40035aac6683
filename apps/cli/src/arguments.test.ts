import { optionHelp, readArguments, type OptionTable } from './arguments.js';
import { UsageError } from './failure.js';

const table: OptionTable = {
  format: { type: 'string', choices: ['text', 'json'], help: 'how' },
  device: { type: 'string', value: 'ID', multiple: true, help: 'which' },
  strict: { type: 'boolean', help: 'hard' },
};

describe('arguments', () => {
  it('part options from paths, in any order', () => {
    const args = readArguments('check', table, ['a', '--format', 'json', 'b', '--strict', '-']);
    expect(args.positionals).toEqual(['a', 'b', '-']);
    expect([args.text('format'), args.flag('strict')]).toEqual(['json', true]);
  });

  it('take everything after -- as paths', () => {
    expect(readArguments('check', table, ['--', '--strict']).positionals).toEqual(['--strict']);
  });

  it('are absent when not given', () => {
    const args = readArguments('check', table, []);
    expect([args.text('format'), args.flag('strict'), args.list('device')]).toEqual([undefined, false, []]);
  });

  it('keep every value of an option that may be given more than once', () => {
    expect(readArguments('scan', table, ['--device=a', '--device', 'b']).list('device')).toEqual(['a', 'b']);
  });

  it.each([
    [['--formt', 'json'], /--formt/],
    [['--format', 'pdf'], /--format pdf: expected one of text, json/],
    [['--format'], /--format/],
    [['--strict=yes'], /--strict/],
  ])('refuse %j', (argv, message) => {
    expect(() => readArguments('check', table, argv)).toThrow(UsageError);
    expect(() => readArguments('check', table, argv)).toThrow(message);
  });

  it('have a help line each, with their choices', () => {
    expect(optionHelp(table).split('\n')).toEqual([
      '  --format text|json  how',
      '  --device ID         which',
      '  --strict            hard',
    ]);
  });
});
