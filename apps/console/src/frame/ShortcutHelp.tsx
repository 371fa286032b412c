import { messages } from '../messages/messages.ts'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import css from './ShortcutHelp.module.css'
import { setShortcutsEnabled, useShortcutsEnabled } from './shortcuts.ts'

type Line = { readonly keys: readonly (readonly string[])[]; readonly text: string }

const { shortcuts: words } = messages
const { shift, ctrl, space, enter, escape } = words.keys
/** Alternatives side by side; a pair is pressed one after the other. */
const everywhere: readonly Line[] = [
  { keys: [['?']], text: words.help },
  { keys: [['/']], text: words.search },
  { keys: [['g', 's']], text: words.goSessions },
  { keys: [['g', 'c']], text: words.goClosures },
  { keys: [['g', 'h']], text: words.goHolds },
  { keys: [['g', 'r']], text: words.goSources },
  { keys: [[escape]], text: words.leave },
]
const inGrid: readonly Line[] = [
  { keys: [['j'], ['k'], ['↓'], ['↑']], text: words.move },
  { keys: [['x'], [space]], text: words.select },
  { keys: [[`${shift} ↓`], [`${shift} ↑`]], text: words.range },
  { keys: [[`${ctrl} A`]], text: words.all },
  { keys: [[enter]], text: words.open },
  { keys: [['c']], text: words.close },
  { keys: [['h']], text: words.keepOut },
]

type Props = { readonly isOpen: boolean; readonly onClose: () => void }

export function ShortcutHelp({ isOpen, onClose }: Props) {
  const isEnabled = useShortcutsEnabled()
  return (
    <Dialog
      title={words.title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <Button look="primary" onPress={onClose} hasFirstFocus>
          {words.done}
        </Button>
      }
    >
      <Checkbox isSelected={isEnabled} onChange={setShortcutsEnabled}>
        {words.enabled}
      </Checkbox>
      <div className={css['columns']}>
        <Lines title={words.everywhere} lines={everywhere} />
        <Lines title={words.inGrid} lines={inGrid} />
      </div>
    </Dialog>
  )
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  return (
    <section>
      <h3 className={css['title']}>{title}</h3>
      <dl className={css['lines']}>
        {lines.map(({ keys, text }) => (
          <div key={text} className={css['line']}>
            <dt>{text}</dt>
            <dd className={css['keys']}>
              {keys.map((pressed) => (
                <span key={pressed.join(' ')}>
                  {pressed.map((one, turn) => (
                    <span key={one}>
                      {turn > 0 && <small>{words.andThen}</small>}
                      <kbd className={css['key']}>{one}</kbd>
                    </span>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
