import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { jobSummary } from '../../tools/action/job-summary.ts'
import type { Result } from '../../tools/action/results.ts'

function resultOf(about: Partial<Result>): Result {
  return { level: 'error', rule: 'a-rule', message: 'it is wrong', file: 'a.json', line: 1, column: 2, count: 1, ...about }
}

function summaryOf(results: Result[], advice: [string, string][] = []): string {
  const counted = { errors: results.length, warnings: 0, results, advice: new Map(advice) }
  return jobSummary({ command: 'validate', exitCode: 1, results: counted, complaints: [] })
}

describe('the job summary', () => {
  it('quotes the data as code, whatever it holds', () => {
    const examples: [message: string, shown: string][] = [
      ['a | b', '` a \\| b `'],
      ['<img src=x> http://evil.example', '` <img src=x> http://evil.example `'],
      ['`` ` [x](y)', '``` `` ` [x](y) ```'],
      ['two\n\n# lines\r\n', '` two # lines `'],
      ['x'.repeat(1000), `\` ${'x'.repeat(399)}… \``],
    ]
    for (const [message, shown] of examples) {
      const row = summaryOf([resultOf({ message })]).split('\n')[4]
      assert.equal(row, `| error | \` a-rule \` | 1 | \` a.json:1:2 \` | ${shown} |`)
    }
  })

  it('has a line for each rule, the worst and the most frequent first, and what to do about it', () => {
    const results = [
      resultOf({ level: 'note', rule: 'remark' }),
      resultOf({ level: 'warning', rule: 'mild', count: 7 }),
      resultOf({ rule: 'rare' }),
      resultOf({ rule: 'often', line: 3 }),
      resultOf({ rule: 'often', line: 4 }),
    ]
    const lines = summaryOf(results, [['often', 'Mend <it>.']]).split('\n')
    assert.deepEqual(
      lines.filter((line) => line.includes('a.json')).map((line) => line.split(' | ').slice(0, 4).join(' ')),
      [
        '| error ` often ` 2 ` a.json:3:2 `',
        '| error ` rare ` 1 ` a.json:1:2 `',
        '| warning ` mild ` 7 ` a.json:1:2 `',
        '| note ` remark ` 1 ` a.json:1:2 `',
      ],
    )
    assert.deepEqual(lines.slice(lines.indexOf('### What to do')), ['### What to do', '', '- ` often `: Mend \\<it\\>.', '', ''])
  })

  it('stays short', () => {
    const results = Array.from({ length: 5000 }, (_, index) => resultOf({ rule: `rule-${index}`, message: 'x'.repeat(5000) }))
    const summary = summaryOf(results)
    assert.ok(summary.length < 20_000)
    assert.match(summary, /^… and 4,980 more rules in the log$/m)
  })
})
