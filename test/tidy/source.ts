import {
  type CallExpression,
  type Identifier,
  isAsExpression,
  isCallExpression,
  isConditionalExpression,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isImportTypeNode,
  isJsxAttribute,
  isJsxText,
  isLiteralTypeNode,
  isNewExpression,
  isPropertyAccessExpression,
  isStringLiteral,
  isTypeAssertion,
  type Node,
  type SourceFile,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API } from 'typescript/unstable/sync';

/** What the checks want to know of one file of code. Lines count from 1. */
export interface Source {
  readonly imports: readonly Import[];
  /** Strings and templates; what stands between `${` and `}` is left out. Comments and import paths are not among them. */
  readonly texts: readonly Found[];
  /** Names as they are declared and used: `order`, `Date`. */
  readonly identifiers: readonly Found[];
  /** Dotted names as they are read: `Date.now`, `process.env`. */
  readonly members: readonly Found[];
  /** What is called with how many arguments; `new Date` for a construction. */
  readonly calls: readonly (Found & { readonly arguments: number })[];
  readonly functions: readonly (Found & { readonly lines: number })[];
  /** Lines on which something is cast to `any`. */
  readonly castsToAny: readonly number[];
  /** Lines on which something is asynchronous. */
  readonly waits: readonly number[];
  /** What stands in the markup of pages as it is: text between tags, and attributes that are plain text. */
  readonly markup: readonly (Found & { readonly attribute: string | null })[];
  /** Calls by a plain name, with the texts that their first argument may be; null where it is anything else. */
  readonly keyed: readonly (Found & { readonly keys: readonly string[] | null })[];
}

export interface Found {
  readonly text: string;
  readonly line: number;
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** True where nothing is left of it at run time. */
  readonly typeOnly: boolean;
}

type Draft = { -readonly [Key in keyof Source]: Source[Key][number][] };

const code = /\.(ts|tsx|mts|mjs|js|jsx)$/;

/** Parses with the compiler's own parser, from memory: nothing is resolved or checked. */
export function parseSources(files: Record<string, string>): Map<string, Source> {
  const names = Object.keys(files).filter((path) => code.test(path));
  if (names.length === 0) return new Map();
  const config = JSON.stringify({
    compilerOptions: { noLib: true, noResolve: true, allowJs: true, types: [], jsx: 'preserve', module: 'esnext' },
    files: names,
  });
  const texts = names.map((name) => [`/tree/${name}`, files[name] ?? '']);
  const fs = createVirtualFileSystem({ ...Object.fromEntries(texts), '/tree/tsconfig.json': config });
  const compiler = new API({ cwd: '/tree', fs });
  try {
    const snapshot = compiler.updateSnapshot({ openProjects: ['/tree/tsconfig.json'] });
    const program = snapshot.getProjects()[0]?.program;
    return new Map(
      names.map((name) => {
        const file = program?.getSourceFile(`/tree/${name}`);
        if (!file) throw new Error(`the parser did not read ${name}`);
        return [name, describe(file)];
      }),
    );
  } finally {
    compiler.close();
  }
}

function describe(file: SourceFile): Source {
  const draft: Draft = {
    imports: [],
    texts: [],
    identifiers: [],
    members: [],
    calls: [],
    functions: [],
    castsToAny: [],
    waits: [],
    markup: [],
    keyed: [],
  };
  const visit = (node: Node): undefined => {
    note(node, lineOf(file, node), file, draft);
    node.forEachChild(visit);
  };
  visit(file);
  return draft;
}

const functionKinds = new Set<SyntaxKind>([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
]);
const templateKinds = new Set<SyntaxKind>([SyntaxKind.TemplateExpression, SyntaxKind.NoSubstitutionTemplateLiteral]);
const waitKinds = new Set<SyntaxKind>([SyntaxKind.AsyncKeyword, SyntaxKind.AwaitExpression]);

function note(node: Node, line: number, file: SourceFile, draft: Draft): void {
  noteImport(node, line, draft);
  noteMarkup(node, line, draft);
  if (isStringLiteral(node) && !isImportPath(node)) draft.texts.push({ text: node.text, line });
  if (templateKinds.has(node.kind)) draft.texts.push({ text: withoutHoles(node, file), line });
  if (isIdentifier(node)) draft.identifiers.push({ text: node.text, line });
  if (isPropertyAccessExpression(node)) draft.members.push({ text: plain(node, file), line });
  if (isCallExpression(node) && isIdentifier(node.expression)) {
    const [first] = node.arguments;
    draft.keyed.push({ text: node.expression.text, line, keys: first ? textsOf(first, file) : null });
  }
  if (isCallExpression(node)) {
    draft.calls.push({ text: plain(node.expression, file), arguments: node.arguments.length, line });
  }
  if (isNewExpression(node)) {
    draft.calls.push({ text: `new ${plain(node.expression, file)}`, arguments: node.arguments?.length ?? 0, line });
  }
  if (functionKinds.has(node.kind)) {
    const lines = file.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - line;
    draft.functions.push({ text: nameOf(node, file), line, lines });
  }
  if ((isAsExpression(node) || isTypeAssertion(node)) && node.type.kind === SyntaxKind.AnyKeyword) {
    draft.castsToAny.push(line);
  }
  if (waitKinds.has(node.kind)) draft.waits.push(line);
}

function noteImport(node: Node, line: number, draft: Draft): void {
  if (isImportDeclaration(node) && isStringLiteral(node.moduleSpecifier)) {
    const typeOnly = node.importClause?.phaseModifier === SyntaxKind.TypeKeyword;
    draft.imports.push({ specifier: node.moduleSpecifier.text, line, typeOnly });
  }
  if (isExportDeclaration(node) && node.moduleSpecifier && isStringLiteral(node.moduleSpecifier)) {
    draft.imports.push({ specifier: node.moduleSpecifier.text, line, typeOnly: node.isTypeOnly });
  }
  if (isCallExpression(node) && isDynamicImport(node)) {
    const [path] = node.arguments;
    if (path && isStringLiteral(path)) draft.imports.push({ specifier: path.text, line, typeOnly: false });
  }
  if (isImportTypeNode(node) && isLiteralTypeNode(node.argument) && isStringLiteral(node.argument.literal)) {
    draft.imports.push({ specifier: node.argument.literal.text, line, typeOnly: true });
  }
}

function noteMarkup(node: Node, line: number, draft: Draft): void {
  if (isJsxText(node) && node.text.trim() !== '') draft.markup.push({ text: node.text.trim(), line, attribute: null });
  if (isJsxAttribute(node) && node.initializer && isStringLiteral(node.initializer))
    draft.markup.push({ text: node.initializer.text, line, attribute: (node.name as Identifier).text ?? '' });
}

/** The texts that an expression may be, a template with `${}` for each hole; null where it may be something else. */
function textsOf(node: Node, file: SourceFile): string[] | null {
  if (isStringLiteral(node)) return [node.text];
  if (templateKinds.has(node.kind)) return [withoutHoles(node, file)];
  if (!isConditionalExpression(node)) return null;
  const [yes, no] = [textsOf(node.whenTrue, file), textsOf(node.whenFalse, file)];
  return yes && no ? [...yes, ...no] : null;
}

function isDynamicImport(node: CallExpression): boolean {
  return node.expression.kind === SyntaxKind.ImportKeyword;
}

function isImportPath(node: Node): boolean {
  return isImportDeclaration(node.parent) || isExportDeclaration(node.parent);
}

function lineOf(file: SourceFile, node: Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

function plain(node: Node, file: SourceFile): string {
  return node.getText(file).replaceAll(/\s/g, '');
}

function nameOf(node: Node, file: SourceFile): string {
  const owner = 'name' in node && node.name ? node : node.parent;
  return 'name' in owner && owner.name ? (owner.name as Node).getText(file) : 'a function without a name';
}

/** The text of a template with `${}` for each of its expressions. */
function withoutHoles(node: Node, file: SourceFile): string {
  const parts: string[] = [];
  node.forEachChild((child) => {
    if (child.kind === SyntaxKind.TemplateHead) parts.push(child.getText(file));
    else child.forEachChild((part) => void (isTemplatePart(part) && parts.push(part.getText(file))));
  });
  return (parts.length === 0 ? node.getText(file) : parts.join('')).slice(1, -1);
}

function isTemplatePart(node: Node): boolean {
  return node.kind === SyntaxKind.TemplateMiddle || node.kind === SyntaxKind.TemplateTail;
}
