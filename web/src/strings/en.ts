/** Everything the page says, in English. Another language is another file of this shape. */
export const en = {
  appName: 'Snug',
  tagline: 'A chat room in ten seconds. Four letters get you in.',

  yourName: 'Your name',
  namePlaceholder: 'What should people call you?',
  nameMissing: 'Tell people what to call you first.',
  createRoom: 'Create a room',
  creating: 'Creating…',
  or: 'or join one',
  roomCode: 'Room code',
  codeIncomplete: 'A room code has at least four letters.',
  join: 'Join',
  joining: 'Joining…',
  recentRooms: 'Your rooms on this device',
  forget: (code: string) => `Forget ${code}`,
  untitled: 'Room',
  promise: 'No account. Nothing to install. Nothing said is lost.',

  messages: 'Messages',
  message: 'Message',
  messagePlaceholder: 'Write a message',
  messagePlaceholderOffline: 'Will be sent when you are back',
  send: 'Send',
  overLimit: (over: number) => `${over} characters too many`,
  left: (count: number) => `${count} left`,

  share: 'Share',
  shareLink: 'Or send a link',
  shareTitle: 'Bring people in',
  shareText: 'Tell them these letters, or send the link.',
  copyLink: 'Copy link',
  copied: 'Link copied',
  copyFailed: 'Copying is blocked here. The link is shown above.',
  shareNative: 'Share…',
  close: 'Close',
  invitation: (code: string) => `Join me on Snug, room ${code}`,

  people: 'People',
  peopleCount: (count: number) => (count === 1 ? '1 person' : `${count} people`),
  host: 'Host',
  you: 'you',
  reconnecting: 'reconnecting',

  emptyTitle: 'It is quiet in here.',
  emptyAlone: 'Tell people these letters and they can walk right in.',
  emptyTogether: 'Say something. Everybody sees it in the same order, and it stays.',
  historyStart: 'This is where the room begins.',
  loadingOlder: 'Loading earlier messages…',
  newMessages: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),

  joined: (names: string) => `${names} joined`,
  leftRoom: (names: string) => `${names} left`,
  renamed: (before: string, after: string) =>
    before ? `${before} is now called ${after}` : `Somebody is now called ${after}`,
  and: (first: string, second: string) => `${first} and ${second}`,
  andOthers: (names: string, count: number) =>
    `${names} and ${count} ${count === 1 ? 'other' : 'others'}`,

  typingOne: (name: string) => `${name} is typing…`,
  typingTwo: (first: string, second: string) => `${first} and ${second} are typing…`,
  typingThree: (first: string, second: string, third: string) =>
    `${first}, ${second} and ${third} are typing…`,
  typingMany: 'Several people are typing…',

  today: 'Today',
  yesterday: 'Yesterday',

  sending: 'Sending…',
  notSent: 'Not sent',
  retry: 'Retry',
  discard: 'Discard',

  reconnectingBanner: 'Reconnecting…',
  tryNow: 'Try now',
  backOnline: 'Back online',
  backOnlineNew: (count: number) => `Back online, ${count} new`,

  theme: { dark: 'Theme: dark', light: 'Theme: light', system: 'Theme: as the system' },
  menu: 'Room menu',
  changeName: 'Change your name',
  newName: 'New name',
  save: 'Save',
  cancel: 'Cancel',
  leave: 'Leave the room',
  closeRoom: 'Close the room for everybody',
  closeRoomSure: 'Close this room? Its messages are removed for everybody, at once and for good.',
  closeRoomConfirm: 'Close the room',

  backToStart: 'Back to the start',
  ended: {
    closed: ['The host has closed this room.', 'Its messages are gone, as promised.'],
    empty: ['This room is gone.', 'Nobody was in it for a while, so it was removed.'],
    expired: ['This room is over.', 'Its time was up.'],
    left: ['You have left this room.', 'You can come back as long as it lives.'],
    gone: ['This room no longer exists.', 'Create another one; it takes two seconds.'],
    notFound: [
      'There is no open room with this code.',
      'Check the letters, or ask for the code again.',
    ],
  } as Record<string, [string, string]>,

  errors: {
    rate_limited: 'Too many tries from here. Wait a little and try again.',
    busy: 'The server is very busy. Try again in a moment.',
    store_full: 'The server has no room left to keep this.',
    noAnswer: 'The server does not answer. Try again in a moment.',
    not_found: 'There is no open room with this code.',
    name_taken: 'Somebody in this room has that name already. Pick another.',
    name_invalid: 'This name cannot be used. 1 to 32 visible characters, please.',
  } as Record<string, string>,

  announced: (name: string, text: string) => `${name}: ${text}`,
  announcedMany: (count: number) => `${count} new messages`,
};

export type Strings = typeof en;
