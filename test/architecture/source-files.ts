import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.join(__dirname, '..', '..');

export interface Import {
  /** A file of this project, from its root and without extension; or the name of a package. */
  readonly target: string;
  readonly isPackage: boolean;
  /** Nothing of it is left at run time. */
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  /** From the root of the project, without extension. */
  readonly name: string;
  readonly syntax: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** The TypeScript files of a folder and the folders in it. */
export function filesOf(folder: string): SourceFile[] {
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => parse(path.posix.join(folder, name.slice(0, -'.ts'.length))));
}

function parse(name: string): SourceFile {
  const text = readFileSync(path.join(root, `${name}.ts`), 'utf8');
  const syntax = ts.createSourceFile(`${name}.ts`, text, ts.ScriptTarget.ES2022, true);
  return { name, syntax, imports: importsOf(syntax, name) };
}

function importsOf(syntax: ts.SourceFile, from: string): Import[] {
  const imports: Import[] = [];
  visit(syntax, (node) => {
    if (ts.isImportDeclaration(node))
      imports.push(importOf(node.moduleSpecifier, from, isTypeOnly(node.importClause)));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      imports.push(importOf(node.moduleSpecifier, from, node.isTypeOnly));
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      imports.push(importOf(node.arguments[0], from, false));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      imports.push(importOf(node.argument.literal, from, true));
    }
  });
  return imports;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

function importOf(specifier: ts.Node | undefined, from: string, isTypeOnly: boolean): Import {
  if (specifier === undefined || !ts.isStringLiteral(specifier))
    throw new Error(`${from} imports what nobody can tell`);
  const isPackage = !specifier.text.startsWith('.');
  if (isPackage) return { target: specifier.text, isPackage, isTypeOnly };
  const target = path.posix.join(path.posix.dirname(from), specifier.text.replace(/\.js$/, ''));
  const isFolder = existsSync(path.join(root, target));
  return { target: isFolder ? `${target}/index` : target, isPackage, isTypeOnly };
}

/** Calls back for a node and everything in it. */
export function visit(node: ts.Node, seen: (node: ts.Node) => void): void {
  seen(node);
  ts.forEachChild(node, (child) => visit(child, seen));
}
