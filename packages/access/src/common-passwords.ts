/**
 * What people choose first, as the words that long passwords are built from: with digits and punctuation around them,
 * twice, or in "leet" writing. Twelve characters rule out the rest of the usual lists.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `
  abc abcabc abcd abcdef abcdefg abcdefgh abcdefghijkl abcdefghijklm abcdefghijklmnop abcdefghijklmnopqrstuvwxyz access
  account admin administrator adminadmin adminpassword asdf asdfasdf asdfgh asdfghjk asdfghjkl asdfghjklzxcvbnm autumn
  bailey baseball basketball batman blink butterfly changeit changeme changemenow changepassword charlie chocolate
  christmas company computer correcthorsebatterystaple curfew curfewadmin curfewcurfew daniel default defaultpassword
  demo dragon enterprise example fallout ferrari football freedom friends fuckyou ginger google guest harley hello
  helloworld hunter iloveyou iloveyousomuch iloveyouforever internet jennifer jessica jordan killer letmein letmeinnow
  letmeinplease liverpool login logmein logon london loveme lovely manager manchester master masterkey michael michelle
  microsoft monkey mustang mypassword mysecret mysecretpassword newpassword nicole ninja office operator oracle
  pass passphrase passpass password passwordpassword passwort passwortpasswort passw pokemon princess private qazwsx
  qazwsxedc qazwsxedcrfv qazwsxedcrfvtgb querty qwer qwert qwertz qwertzu qwertzui qwertzuiop qwerty qwertyqwerty
  qwertyu qwertyui qwertyuiop qwertyuiopas qwertyuiopasdf qwertyuiopasdfgh qwertyuiopasdfghjkl
  qwertyuiopasdfghjklzxcvbnm root rootroot safety samsung sample secret secretpassword secure security server session
  sessions shadow silver soccer spring starwars steelers summer sunshine super superadmin superman superuser
  supervisor support sysadmin system temp temporary temporarypassword temppassword test testing testpassword testtest
  thisismypassword thomas thunder toor trustno trustnoone user user username usuario verysecret volkswagen welcome
  welcomehome welcomewelcome whatever windows winter wordpass yellow zaqwsx zaqxsw zaqxswcde zxcvbn zxcvbnm
  `
    .trim()
    .split(/\s+/),
)

/** Walks over keys, forwards and backwards; a password that is a piece of one of them is no secret. */
export const keyWalks: readonly string[] = [
  '01234567890123456789',
  '09876543210987654321',
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
  'zyxwvutsrqponmlkjihgfedcba',
  '1234567890qwertyuiopasdfghjklzxcvbnm',
  '1234567890qwertzuiopasdfghjklyxcvbnm',
  'qwertyuiopasdfghjklzxcvbnm1234567890',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'zaq12wsxcde34rfvbgt56yhn',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '1a2b3c4d5e6f7g8h9i0j',
  'a1b2c3d4e5f6g7h8i9j0',
  'abcd1234abcd1234',
  'aa11bb22cc33dd44',
]
