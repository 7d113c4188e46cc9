import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

const source = new URL('../../src/', import.meta.url)

/** Modules of ours that one loads at once, itself included; those that it loads later are not among them. */
function loadedBy(path: string): string[] {
  const found = new Set<string>()
  const open = [new URL(path, source).href]
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    if (found.has(module)) continue
    found.add(module)
    const text = readFileSync(new URL(module), 'utf8')
    for (const [, target] of text.matchAll(/^(?:import|export) (?!type )[^'"]*?(?:from )?'(\.[^']+)'/gm)) {
      if (target?.endsWith('.ts') === true) open.push(new URL(target, module).href)
    }
  }
  return [...found].map((href) => href.slice(source.href.length))
}

describe('what is loaded', () => {
  const cases: [start: string, never: RegExp, why: string][] = [
    ['cli/main.ts', /^(validate|document\/read|mapping\/compile)/, 'help and usage need no rules, no reader and no tables'],
    ['cli/validation.ts', /^(mapping\/(?!default-tables)|log\/)/, 'validation compiles no mapping tables'],
    ['cli/validation.ts', /^convert\/(?!diagnostic)/, 'validation converts nothing'],
    ['cli/conversion.ts', /^validate\/(?!pointer)/, 'a conversion loads of the validator what its gate asks'],
    ['cli/to-stix.ts', /^validate\/(?!pointer)/, 'a conversion loads of the validator what its gate asks'],
    ['validate/data-types.ts', /^(validate\/(rules|misp-rules|lists)|stix\/pattern)/, 'the data types need no other rules'],
    ['cli/rule-list.ts', /^(document|convert)\//, 'the list of rules reads no document'],
  ]
  for (const [start, never, why] of cases) {
    it(`by ${start}: ${why}`, () => {
      const loaded = loadedBy(start)
      assert.ok(loaded.includes(start) && loaded.length > 5, 'imports are followed')
      assert.deepEqual(
        loaded.filter((path) => never.test(path)),
        [],
      )
    })
  }
})
