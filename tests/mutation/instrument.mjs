// Puts every change of a source file into the file itself, each behind a switch: `$mutant(7) ? changed : original`.
// So a package is compiled once, however many mutants are tried.
import ts from 'typescript';
import { blockKind, changesByPlace, changesOf, isInsideChain } from './operators.mjs';

/**
 * `{ code, mutants }` of a TypeScript source; ids begin at `firstId`. A mutant is
 * `{ id, file, line, column, operator, original, replacement, context }`.
 */
export function instrument(file, text, firstId = 0) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
  const mutants = [];

  const register = (node, { operator, text: replacement }) => {
    const start = node.getStart(source);
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    const id = firstId + mutants.length;
    mutants.push({
      id,
      file,
      line: line + 1,
      column: character + 1,
      operator,
      original: short(node.getText(source)),
      replacement: short(replacement),
      context: text.slice(source.getPositionOfLineAndCharacter(line, 0)).split('\n', 1)[0].trim(),
    });
    return id;
  };

  const inner = (node) => {
    let result = '';
    let at = node.getStart(source);
    ts.forEachChild(node, (child) => {
      const start = child.getStart(source);
      result += text.slice(at, start) + emit(child);
      at = child.end;
    });
    return result + text.slice(at, node.end);
  };

  const emit = (node) => {
    if (isLeftAlone(node)) return text.slice(node.getStart(source), node.end);
    const block = blockKind(node);
    if (block !== undefined) return emitBlock(node, block);
    if (!isSwitchable(node)) return inner(node);
    const all = [...changesOf(node, source), ...changesByPlace(node)];
    const seen = new Set();
    const changes = all.filter(({ text: changed }) => !seen.has(changed) && seen.add(changed));
    if (changes.length === 0) return inner(node);
    const switches = changes.map((one) => `$mutant(${register(node, one)}) ? (${one.text}) : `);
    return `(${switches.join('')}(${inner(node)}))`;
  };

  const emitBlock = (node, kind) => {
    const id = register(node, { operator: 'block', text: '{}' });
    const body = inner(node).slice(1, -1);
    return kind === 'body' ? `{ if ($mutant(${id})) return; ${body}}` : `{ if (!$mutant(${id})) { ${body}} }`;
  };

  const code = text.slice(0, source.getStart(source)) + inner(source);
  return { code, mutants };
}

function short(text) {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 97)}...` : line;
}

/** Types, imports, and names are no behaviour. */
function isLeftAlone(node) {
  return (
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isIdentifier(node)
  );
}

/** Whether an expression in brackets can stand in its place. */
function isSwitchable(node) {
  const { parent } = node;
  if (!ts.isExpression(node) || isInsideChain(node)) return false;
  if (parent.name === node || ts.isComputedPropertyName(parent)) return false;
  if (ts.isExpressionStatement(parent) && ts.isStringLiteral(node)) return false;
  if (ts.isTaggedTemplateExpression(parent) || ts.isTemplateSpan(node)) return false;
  if (ts.isCallExpression(parent) && parent.expression === node && ts.isPropertyAccessExpression(node))
    return false;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const { kind } = parent.operatorToken;
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return false;
  }
  return !ts.isDeleteExpression(parent) && !ts.isPostfixUnaryExpression(parent);
}
