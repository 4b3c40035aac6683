// What is changed in a program to see whether a test notices: for one node of the syntax tree, the texts that may
// stand in its place. Words for people (titles, texts, steps) are left alone: they are no behaviour.
import ts from 'typescript';

const K = ts.SyntaxKind;

const binary = new Map([
  [K.LessThanToken, ['<=', '>=']],
  [K.LessThanEqualsToken, ['<', '>']],
  [K.GreaterThanToken, ['>=', '<=']],
  [K.GreaterThanEqualsToken, ['>', '<']],
  [K.EqualsEqualsEqualsToken, ['!==']],
  [K.ExclamationEqualsEqualsToken, ['===']],
  [K.AmpersandAmpersandToken, ['||']],
  [K.BarBarToken, ['&&']],
  [K.QuestionQuestionToken, ['&&']],
  [K.PlusToken, ['-']],
  [K.MinusToken, ['+']],
  [K.AsteriskToken, ['/']],
  [K.SlashToken, ['*']],
  [K.PercentToken, ['*']],
  [K.PlusEqualsToken, ['-=']],
  [K.MinusEqualsToken, ['+=']],
  [K.QuestionQuestionEqualsToken, ['=']],
]);

const methods = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['toLowerCase', 'toUpperCase'],
  ['toUpperCase', 'toLowerCase'],
  ['min', 'max'],
  ['max', 'min'],
  ['find', 'findLast'],
  ['findLast', 'find'],
]);
/** Calls that can be left out, so that what they were called on stands in their place. */
const leftOut = new Set(['filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice', 'trim']);

const words = new Set(['text', 'why', 'title', 'do', 'verify', 'how', 'url']);

/** Changes of an expression: `{ operator, text }` each. */
export function changesOf(node, source) {
  const raw = (part) => part.getText(source);
  if (ts.isStringLiteralLike(node))
    return isProse(node) ? [] : [change('string', node.text === '' ? "'mutant'" : "''")];
  if (ts.isTemplateExpression(node)) return isProse(node) ? [] : [change('string', '``')];
  if (node.kind === K.TrueKeyword) return [change('boolean', 'false')];
  if (node.kind === K.FalseKeyword) return [change('boolean', 'true')];
  if (ts.isArrayLiteralExpression(node))
    return [change('array', node.elements.length === 0 ? "['mutant']" : '[]')];
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0 ? [] : [change('object', '{}')];
  if (ts.isPrefixUnaryExpression(node)) return prefix(node, raw);
  if (ts.isPostfixUnaryExpression(node))
    return [change('update', `${raw(node.operand)}${node.operator === K.PlusPlusToken ? '--' : '++'}`)];
  if (ts.isBinaryExpression(node)) return operators(node, raw);
  if (ts.isCallExpression(node)) return [...calls(node, raw), ...chains(node, source)];
  return chains(node, source);
}

/** Changes of an expression because of where it stands: a condition, the answer of a function. */
export function changesByPlace(node) {
  const { parent } = node;
  const isCondition =
    ((ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) &&
      parent.expression === node) ||
    ((ts.isConditionalExpression(parent) || ts.isForStatement(parent)) && parent.condition === node);
  if (isCondition) {
    const isLoop = !ts.isIfStatement(parent) && !ts.isConditionalExpression(parent);
    const known = node.kind === K.TrueKeyword || node.kind === K.FalseKeyword;
    if (known) return [];
    return isLoop
      ? [change('condition', 'false')]
      : [change('condition', 'true'), change('condition', 'false')];
  }
  if (ts.isArrowFunction(parent) && parent.body === node) return [change('function', 'undefined')];
  // `false` and undefined are one to who asks whether; the literal has a change of its own.
  const isFlag = node.kind === K.TrueKeyword || node.kind === K.FalseKeyword;
  if (ts.isReturnStatement(parent) && !isFlag && !isLastOfFunction(parent))
    return [change('return', 'undefined')];
  return [];
}

/** Whether the block is one that can be emptied: `body` of a function, or what an `if` or a loop does. */
export function blockKind(node) {
  if (!ts.isBlock(node) || node.statements.length === 0) return undefined;
  const { parent } = node;
  if (ts.isConstructorDeclaration(parent)) return undefined;
  if (ts.isFunctionLike(parent)) return 'body';
  return ts.isIfStatement(parent) || ts.isIterationStatement(parent, false) ? 'block' : undefined;
}

function change(operator, text) {
  return { operator, text };
}

function prefix(node, raw) {
  const operand = raw(node.operand);
  if (node.operator === K.ExclamationToken) return [change('negation', operand)];
  if (node.operator === K.MinusToken) return [change('sign', `+${operand}`)];
  if (node.operator === K.PlusPlusToken) return [change('update', `--${operand}`)];
  if (node.operator === K.MinusMinusToken) return [change('update', `++${operand}`)];
  return [];
}

function operators(node, raw) {
  const kind = node.operatorToken.kind;
  const joinsText = kind === K.PlusToken && [node.left, node.right].some((side) => isText(side));
  if (joinsText) return [];
  const left = raw(node.left);
  const right = raw(node.right);
  // `a ?? b && c` is no JavaScript without brackets.
  return (binary.get(kind) ?? []).map((operator) =>
    change(
      'operator',
      operator.endsWith('=') && /^[-+?]*=$/.test(operator)
        ? `${left} ${operator} ${right}`
        : `(${left}) ${operator} (${right})`,
    ),
  );
}

function isText(node) {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    (ts.isBinaryExpression(node) && isText(node.left))
  );
}

function calls(node, raw) {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee) || callee.questionDotToken !== undefined) return [];
  const name = callee.name.text;
  const target = raw(callee.expression);
  if (leftOut.has(name)) return [change('call', target)];
  const other = methods.get(name);
  if (other === undefined) return [];
  return [change('call', `${target}.${other}(${node.arguments.map(raw).join(', ')})`)];
}

/** Each `?.` of a chain as a plain step. */
function chains(node, source) {
  if (!ts.isOptionalChain(node) || isInsideChain(node)) return [];
  const start = node.getStart(source);
  const changes = [];
  for (let link = node; ts.isOptionalChain(link); link = link.expression) {
    const dot = link.questionDotToken;
    if (dot === undefined) continue;
    const text = node.getText(source);
    const from = dot.getStart(source) - start;
    const step = ts.isPropertyAccessExpression(link) ? '.' : '';
    changes.push(change('chain', text.slice(0, from) + step + text.slice(from + 2)));
  }
  return changes;
}

/** A link that is followed by another one of the same chain: brackets around it would cut the chain. */
export function isInsideChain(node) {
  const { parent } = node;
  return ts.isOptionalChain(parent) && parent.expression === node;
}

function isLastOfFunction(statement) {
  const { parent } = statement;
  return ts.isBlock(parent) && ts.isFunctionLike(parent.parent) && parent.statements.length === 1;
}

/** Words for people: what stands under a key for words, and every text of four words or more. */
function isProse(node) {
  const spoken = ts.isTemplateExpression(node) ? node.getText() : node.text;
  if (spoken.trim().split(/\s+/).length >= 4) return true;
  for (let up = node.parent; up !== undefined; up = up.parent) {
    if (ts.isPropertyAssignment(up)) return words.has(up.name.getText());
    if (!ts.isConditionalExpression(up) && !ts.isBinaryExpression(up) && !ts.isParenthesizedExpression(up))
      return false;
  }
  return false;
}
