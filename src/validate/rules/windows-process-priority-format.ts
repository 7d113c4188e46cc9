import { isRecord } from '../../misp/types.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Priority classes of Windows processes have the names that Windows gives them. */
export const WINDOWS_PROCESS_PRIORITY_FORMAT: Rule = {
  code: 'windows-process-priority-format',
  alias: '149',
  severity: 'warning',
  lenient: 'off',
  clause: '6.13.2.1',
  about: 'The priority of a Windows process ends in _CLASS.',
  advice: 'Use the name of the priority class, such as HIGH_PRIORITY_CLASS.',
  types: ['process'],
  object({ extensions }, speak) {
    const extension = isRecord(extensions) ? extensions['windows-process-ext'] : undefined
    const priority = isRecord(extension) ? extension['priority'] : undefined
    if (typeof priority === 'string' && !priority.endsWith('_CLASS'))
      speak(
        '/extensions/windows-process-ext/priority',
        `${shown(priority)} is no priority class: these end in _CLASS, as NORMAL_PRIORITY_CLASS does`,
      )
  },
}
