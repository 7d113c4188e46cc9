import { printable } from './findings-text.ts'

/** Longer lines are cut around the place. */
const WIDTH = 96
const BEFORE = 64

/**
 * The line of a text on which a place begins, and under it carets from there to its end, or to the end of the line. Offsets in
 * UTF-16 units, `end` exclusive; one caret at least.
 */
export function caretText(text: string, start: number, end: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1
  const rest = text.slice(start)
  const lineEnd = start + (/[\r\n]|$/.exec(rest)?.index ?? rest.length)
  const from = Math.max(lineStart, start - BEFORE)
  const to = Math.min(lineEnd, from + WIDTH)
  const lead = from > lineStart ? '…' : ''
  const before = lead + visible(text.slice(from, start))
  const place = visible(text.slice(start, Math.min(end, to)))
  const after = visible(text.slice(Math.max(start, Math.min(end, to)), to)) + (to < lineEnd ? '…' : '')
  const carets = '^'.repeat(Math.max(1, columns(place)))
  return `  ${before}${place}${after}\n  ${' '.repeat(columns(before))}${carets}\n`
}

function visible(text: string): string {
  return printable(text.replaceAll('\t', ' ').toWellFormed())
}

/** As many as a terminal takes, but for wide letters. */
function columns(text: string): number {
  return Array.from(text).length
}
