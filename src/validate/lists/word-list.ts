/** A list that is written as words between blanks, and taken apart when it is first asked for: starting up costs nothing. */
export function wordList(text: string, prefix = ''): () => ReadonlySet<string> {
  let words: ReadonlySet<string> | undefined
  return () =>
    (words ??= new Set(
      text
        .trim()
        .split(/\s+/)
        .map((word) => prefix + word),
    ))
}
