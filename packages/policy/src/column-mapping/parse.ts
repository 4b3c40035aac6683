import {
  mappableColumns,
  type ColumnMapping,
  type Diagnostic,
  type MappableColumn,
  type MappedColumn,
} from '@ringcheck/model';
import type { z } from 'zod';
import { formatPath } from '../key-path.js';
import { shapeErrors } from '../shape-errors.js';
import { defaultYamlLimits, readYaml, type YamlTree } from '../yaml-tree.js';
import { columnMappingJsonSchema, columnMappingSchema, mappingTextKeys } from './schema.js';

export interface ParsedMapping {
  /** Absent when anything is wrong: a mapping is valid as a whole or not used at all. */
  readonly mapping?: ColumnMapping;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Read a mapping file, YAML or JSON: `{version: 1, columns: {serial: Seriennummer}}`. Every fault is named at once,
 * with line, column, key path and the nearest valid name. Never throws.
 */
export function parseColumnMapping(text: string): ParsedMapping {
  const tree = readYaml(text, mappingTextKeys);
  if (tree.diagnostics.some(({ severity }) => severity === 'error'))
    return { diagnostics: own(tree.diagnostics) };
  const result = columnMappingSchema.safeParse(tree.value ?? {}, { reportInput: true });
  if (!result.success) {
    const most = defaultYamlLimits.maxDiagnostics;
    const errors = shapeErrors(result.error.issues, tree, columnMappingJsonSchema, most);
    return { diagnostics: own([...tree.diagnostics, ...errors]) };
  }
  const mapping = mappingFrom(result.data);
  const twice = headingsTwice(mapping, tree);
  if (twice.length > 0) return { diagnostics: own([...tree.diagnostics, ...twice]) };
  return { mapping, diagnostics: own(tree.diagnostics) };
}

function mappingFrom(data: z.output<typeof columnMappingSchema>): ColumnMapping {
  const stated = new Map(Object.entries(data.columns));
  const columns = mappableColumns.flatMap((name) => {
    const value = stated.get(name);
    return value === undefined ? [] : [mappedColumn(name, value)];
  });
  return {
    columns,
    ignore: data.ignore ?? [],
    ...(data.dates === undefined ? {} : { dates: data.dates }),
  };
}

type StatedColumn = NonNullable<z.output<typeof columnMappingSchema>['columns'][string]>;

function mappedColumn(column: MappableColumn, value: StatedColumn): MappedColumn {
  if (typeof value === 'string') return { column, heading: value, words: [] };
  const pairs = [
    ...(value.true ?? []).map((from) => [from, 'true'] as const),
    ...(value.false ?? []).map((from) => [from, 'false'] as const),
    ...Object.entries(value.values ?? {}),
  ];
  const words = pairs.map(([from, to]) => ({ from: from.trim().toLowerCase(), to }));
  return { column, heading: value.column, words };
}

/** One heading cannot stand for two columns; which was meant is not guessed. */
function headingsTwice({ columns }: ColumnMapping, tree: YamlTree): readonly Diagnostic[] {
  const first = new Map<string, MappableColumn>();
  return columns.flatMap(({ column, heading }): Diagnostic[] => {
    const key = heading.trim().toLowerCase();
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, column);
      return [];
    }
    const path = ['columns', column];
    const message = `${formatPath(path)}: the heading ${JSON.stringify(heading)} stands for ${other} already. Name it once.`;
    return [
      {
        code: 'mapping-heading-twice',
        severity: 'error',
        message,
        at: tree.at(path),
        path: formatPath(path),
      },
    ];
  });
}

/** The shape of the file is judged by the words of the policy; its faults go by a name of their own. */
function own(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((found) => ({ ...found, code: found.code.replace(/^policy-/, 'mapping-') }));
}
