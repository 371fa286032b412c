/** A name as it is written, and in ASCII for the user id. */
export type Name = { readonly written: string; readonly ascii: string }
export type Script = { readonly share: number; readonly first: readonly Name[]; readonly last: readonly Name[] }

/** Shares are of twenty people. The ASCII forms of a script's last names are nobody else's, so user ids do not meet. */
export const scripts: readonly Script[] = [
  {
    share: 10,
    first: names(
      'Ada Alan Grace Zoë:zoe Łukasz:lukasz Renée:renee Jörg:joerg Søren:soren Šárka:sarka Çağla:cagla Þóra:thora Íñigo:inigo',
      'Anaïs:anais Björn:bjorn Ewa Fatoumata Giulia Håkon:hakon Ilse João:joao Kateřina:katerina Linh Máire:maire Niamh Quý:quy',
    ),
    last: names(
      'Lovelace Turing Hopper Müller:mueller Wiśniewski:wisniewski Nuñez:nunez Ångström:angstrom Dvořák:dvorak O’Neill:oneill',
      'Yıldız:yildiz Guðmundsdóttir:gudmundsdottir Sørensen:sorensen da_Silva:dasilva Nguyễn:nguyen van_der_Berg:vanderberg',
      'Strauß:strauss Lefèvre:lefevre Ionescu Kovács:kovacs Ødegård:odegard Smith Okonkwo Rossi Ó_Súilleabháin:osuilleabhain',
    ),
  },
  {
    share: 2,
    first: names(
      'Анна:anna Борис:boris Дмитрий:dmitri Ольга:olga Софія:sofiia Тарас:taras Йордан:yordan Милена:milena',
    ),
    last: names(
      'Иванов:ivanov Кузнецова:kuznetsova Шевченко:shevchenko Петровић:petrovic Лысенко:lysenko Щербаков:shcherbakov Ёлкина:yolkina',
    ),
  },
  {
    share: 1,
    first: names('Ελένη:eleni Γιώργος:giorgos Άννα:annagr Νίκος:nikos Σοφία:sofia'),
    last: names('Παπαδόπουλος:papadopoulos Νικολάου:nikolaou Γεωργίου:georgiou Αλεξίου:alexiou'),
  },
  {
    share: 1,
    first: names('فاطمة:fatima محمد:mohammed ليلى:layla يوسف:yusuf مريم:maryam'),
    last: names('الخوارزمي:alkhwarizmi حداد:haddad المصري:almasri نجار:najjar'),
  },
  {
    share: 1,
    first: names('דוד:david מרים:miriam יעל:yael אבי:avi נועה:noa'),
    last: names('כהן:cohen לוי:levi מזרחי:mizrahi פרידמן:friedman'),
  },
  {
    share: 2,
    first: names('伟:wei 芳:fang 秀英:xiuying 娜:na 静:jing 强:qiang 洋:yang 志明:zhiming'),
    last: names('王:wang 李:li 张:zhang 劉:liu 陈:chen 欧阳:ouyang 𠮷:ji'),
  },
  {
    share: 1,
    first: names('さくら:sakura ひろし:hiroshi ハルカ:haruka 健太:kenta 美咲:misaki'),
    last: names('佐藤:sato 鈴木:suzuki 髙橋:takahashi タナカ:tanaka 𠮷田:yoshida'),
  },
  {
    share: 1,
    first: names('민준:minjun 서연:seoyeon 지우:jiwoo 하은:haeun'),
    last: names('김:kim 이:lee 박:park 최:choi'),
  },
  {
    share: 1,
    first: names('आरव:aarav प्रिया:priya राहुल:rahul अनन्या:ananya'),
    last: names('शर्मा:sharma पटेल:patel गुप्ता:gupta अय्यर:iyer'),
  },
]

/** Names with a blank between them; `written:ascii`, a blank in a name as `_`, no ASCII form when it is the same in lower case. */
function names(...lines: readonly string[]): readonly Name[] {
  return lines
    .join(' ')
    .split(' ')
    .map((word) => {
      const [written = '', ascii = written.toLowerCase()] = word.split(':')
      return { written: written.replaceAll('_', ' '), ascii }
    })
}
