/**
 * Character sets, one a line: the preferred MIME name, or where there is none the name, then the other names in lower case (IANA, Character
 * Sets, as of September 2020: those of the revision of 2013-12-20 that STIX 2.1 section 6.7.1 refers to, and later ones).
 */
const CHARACTER_SETS = `
  Adobe-Standard-Encoding csadobestandardencoding
  Adobe-Symbol-Encoding cshppsmath
  Amiga-1251 ami-1251 ami1251 amiga1251 csamiga1251
  ANSI_X3.110-1983 csa_t500-1983 csiso99naplps iso-ir-99 naplps
  ASMO_449 arabic7 csiso89asmo449 iso-ir-89 iso_9036
  Big5 csbig5
  Big5-HKSCS csbig5hkscs
  BOCU-1 csbocu-1 csbocu1
  BRF csbrf
  BS_4730 csiso4unitedkingdom gb iso-ir-4 iso646-gb uk
  BS_viewdata csiso47bsviewdata iso-ir-47
  CESU-8 cscesu-8 cscesu8
  CP50220 cscp50220
  CP51932 cscp51932
  CSA_Z243.4-1985-1 ca csa7-1 csa71 csiso121canadian1 iso-ir-121 iso646-ca
  CSA_Z243.4-1985-2 csa7-2 csa72 csiso122canadian2 iso-ir-122 iso646-ca2
  CSA_Z243.4-1985-gr csiso123csaz24341985gr iso-ir-123
  CSN_369103 csiso139csn369103 iso-ir-139
  DEC-MCS csdecmcs dec
  DIN_66003 csiso21german de iso-ir-21 iso646-de
  dk-us csdkus
  DS_2089 csiso646danish dk ds2089 iso646-dk
  EBCDIC-AT-DE csibmebcdicatde
  EBCDIC-AT-DE-A csebcdicatdea
  EBCDIC-CA-FR csebcdiccafr
  EBCDIC-DK-NO csebcdicdkno
  EBCDIC-DK-NO-A csebcdicdknoa
  EBCDIC-ES csebcdices
  EBCDIC-ES-A csebcdicesa
  EBCDIC-ES-S csebcdicess
  EBCDIC-FI-SE csebcdicfise
  EBCDIC-FI-SE-A csebcdicfisea
  EBCDIC-FR csebcdicfr
  EBCDIC-IT csebcdicit
  EBCDIC-PT csebcdicpt
  EBCDIC-UK csebcdicuk
  EBCDIC-US csebcdicus
  ECMA-cyrillic csiso111ecmacyrillic iso-ir-111 koi8-e
  ES csiso17spanish iso-ir-17 iso646-es
  ES2 csiso85spanish2 iso-ir-85 iso646-es2
  EUC-JP cseucpkdfmtjapanese extended_unix_code_packed_format_for_japanese
  EUC-KR cseuckr
  Extended_UNIX_Code_Fixed_Width_for_Japanese cseucfixwidjapanese
  GB18030 csgb18030
  GB2312 csgb2312
  GB_1988-80 cn csiso57gb1988 iso-ir-57 iso646-cn
  GB_2312-80 chinese csiso58gb231280 iso-ir-58
  GBK cp936 csgbk ms936 windows-936
  GOST_19768-74 csiso153gost1976874 iso-ir-153 st_sev_358-88
  greek-ccitt csiso150 csiso150greekccitt iso-ir-150
  greek7 csiso88greek7 iso-ir-88
  greek7-old csiso18greek7old iso-ir-18
  HP-DeskTop cshpdesktop
  HP-Legal cshplegal
  HP-Math8 cshpmath8
  HP-Pi-font cshppifont
  hp-roman8 cshproman8 r8 roman8
  HZ-GB-2312
  IBM-Symbols csibmsymbols
  IBM-Thai csibmthai
  IBM00858 ccsid00858 cp00858 csibm00858 pc-multilingual-850+euro
  IBM00924 ccsid00924 cp00924 csibm00924 ebcdic-latin9--euro
  IBM01140 ccsid01140 cp01140 csibm01140 ebcdic-us-37+euro
  IBM01141 ccsid01141 cp01141 csibm01141 ebcdic-de-273+euro
  IBM01142 ccsid01142 cp01142 csibm01142 ebcdic-dk-277+euro ebcdic-no-277+euro
  IBM01143 ccsid01143 cp01143 csibm01143 ebcdic-fi-278+euro ebcdic-se-278+euro
  IBM01144 ccsid01144 cp01144 csibm01144 ebcdic-it-280+euro
  IBM01145 ccsid01145 cp01145 csibm01145 ebcdic-es-284+euro
  IBM01146 ccsid01146 cp01146 csibm01146 ebcdic-gb-285+euro
  IBM01147 ccsid01147 cp01147 csibm01147 ebcdic-fr-297+euro
  IBM01148 ccsid01148 cp01148 csibm01148 ebcdic-international-500+euro
  IBM01149 ccsid01149 cp01149 csibm01149 ebcdic-is-871+euro
  IBM037 cp037 csibm037 ebcdic-cp-ca ebcdic-cp-nl ebcdic-cp-us ebcdic-cp-wt
  IBM038 cp038 csibm038 ebcdic-int
  IBM1026 cp1026 csibm1026
  IBM1047 csibm1047 ibm-1047
  IBM273 cp273 csibm273
  IBM274 cp274 csibm274 ebcdic-be
  IBM275 cp275 csibm275 ebcdic-br
  IBM277 csibm277 ebcdic-cp-dk ebcdic-cp-no
  IBM278 cp278 csibm278 ebcdic-cp-fi ebcdic-cp-se
  IBM280 cp280 csibm280 ebcdic-cp-it
  IBM281 cp281 csibm281 ebcdic-jp-e
  IBM284 cp284 csibm284 ebcdic-cp-es
  IBM285 cp285 csibm285 ebcdic-cp-gb
  IBM290 cp290 csibm290 ebcdic-jp-kana
  IBM297 cp297 csibm297 ebcdic-cp-fr
  IBM420 cp420 csibm420 ebcdic-cp-ar1
  IBM423 cp423 csibm423 ebcdic-cp-gr
  IBM424 cp424 csibm424 ebcdic-cp-he
  IBM437 437 cp437 cspc8codepage437
  IBM500 cp500 csibm500 ebcdic-cp-be ebcdic-cp-ch
  IBM775 cp775 cspc775baltic
  IBM850 850 cp850 cspc850multilingual
  IBM851 851 cp851 csibm851
  IBM852 852 cp852 cspcp852
  IBM855 855 cp855 csibm855
  IBM857 857 cp857 csibm857
  IBM860 860 cp860 csibm860
  IBM861 861 cp-is cp861 csibm861
  IBM862 862 cp862 cspc862latinhebrew
  IBM863 863 cp863 csibm863
  IBM864 cp864 csibm864
  IBM865 865 cp865 csibm865
  IBM866 866 cp866 csibm866
  IBM868 cp-ar cp868 csibm868
  IBM869 869 cp-gr cp869 csibm869
  IBM870 cp870 csibm870 ebcdic-cp-roece ebcdic-cp-yu
  IBM871 cp871 csibm871 ebcdic-cp-is
  IBM880 cp880 csibm880 ebcdic-cyrillic
  IBM891 cp891 csibm891
  IBM903 cp903 csibm903
  IBM904 904 cp904 csibbm904
  IBM905 cp905 csibm905 ebcdic-cp-tr
  IBM918 cp918 csibm918 ebcdic-cp-ar2
  IEC_P27-1 csiso143iecp271 iso-ir-143
  INIS csiso49inis iso-ir-49
  INIS-8 csiso50inis8 iso-ir-50
  INIS-cyrillic csiso51iniscyrillic iso-ir-51
  INVARIANT csinvariant
  ISO-10646-J-1 csunicodejapanese
  ISO-10646-UCS-2 csunicode
  ISO-10646-UCS-4 csucs4
  ISO-10646-UCS-Basic csunicodeascii
  ISO-10646-Unicode-Latin1 csunicodelatin1 iso-10646
  ISO-10646-UTF-1 csiso10646utf1
  ISO-11548-1 csiso115481 iso_11548-1 iso_tr_11548-1
  ISO-2022-CN csiso2022cn
  ISO-2022-CN-EXT csiso2022cnext
  ISO-2022-JP csiso2022jp
  ISO-2022-JP-2 csiso2022jp2
  ISO-2022-KR csiso2022kr
  ISO-8859-1 cp819 csisolatin1 ibm819 iso-ir-100 iso_8859-1 iso_8859-1:1987 l1 latin1
  ISO-8859-1-Windows-3.0-Latin-1 cswindows30latin1
  ISO-8859-1-Windows-3.1-Latin-1 cswindows31latin1
  ISO-8859-10 csisolatin6 iso-ir-157 iso_8859-10:1992 l6 latin6
  ISO-8859-13 csiso885913
  ISO-8859-14 csiso885914 iso-celtic iso-ir-199 iso_8859-14 iso_8859-14:1998 l8 latin8
  ISO-8859-15 csiso885915 iso_8859-15 latin-9
  ISO-8859-16 csiso885916 iso-ir-226 iso_8859-16 iso_8859-16:2001 l10 latin10
  ISO-8859-2 csisolatin2 iso-ir-101 iso_8859-2 iso_8859-2:1987 l2 latin2
  ISO-8859-2-Windows-Latin-2 cswindows31latin2
  ISO-8859-3 csisolatin3 iso-ir-109 iso_8859-3 iso_8859-3:1988 l3 latin3
  ISO-8859-4 csisolatin4 iso-ir-110 iso_8859-4 iso_8859-4:1988 l4 latin4
  ISO-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso_8859-5 iso_8859-5:1988
  ISO-8859-6 arabic asmo-708 csisolatinarabic ecma-114 iso-ir-127 iso_8859-6 iso_8859-6:1987
  ISO-8859-6-E csiso88596e iso_8859-6-e
  ISO-8859-6-I csiso88596i iso_8859-6-i
  ISO-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso_8859-7 iso_8859-7:1987
  ISO-8859-8 csisolatinhebrew hebrew iso-ir-138 iso_8859-8 iso_8859-8:1988
  ISO-8859-8-E csiso88598e iso_8859-8-e
  ISO-8859-8-I csiso88598i iso_8859-8-i
  ISO-8859-9 csisolatin5 iso-ir-148 iso_8859-9 iso_8859-9:1989 l5 latin5
  ISO-8859-9-Windows-Latin-5 cswindows31latin5
  iso-ir-90 csiso90
  ISO-Unicode-IBM-1261 csunicodeibm1261
  ISO-Unicode-IBM-1264 csunicodeibm1264
  ISO-Unicode-IBM-1265 csunicodeibm1265
  ISO-Unicode-IBM-1268 csunicodeibm1268
  ISO-Unicode-IBM-1276 csunicodeibm1276
  ISO_10367-box csiso10367box iso-ir-155
  ISO_2033-1983 csiso2033 e13b iso-ir-98
  ISO_5427 csiso5427cyrillic iso-ir-37
  ISO_5427:1981 csiso54271981 iso-ir-54 iso5427cyrillic1981
  ISO_5428:1980 csiso5428greek iso-ir-55
  ISO_646.basic:1983 csiso646basic1983 ref
  ISO_646.irv:1983 csiso2intlrefversion irv iso-ir-2
  ISO_6937-2-25 csiso6937add iso-ir-152
  ISO_6937-2-add csisotextcomm iso-ir-142
  ISO_8859-supp csiso8859supp iso-ir-154 latin1-2-5
  IT csiso15italian iso-ir-15 iso646-it
  JIS_C6220-1969-jp csiso13jisc6220jp iso-ir-13 jis_c6220-1969 katakana x0201-7
  JIS_C6220-1969-ro csiso14jisc6220ro iso-ir-14 iso646-jp jp
  JIS_C6226-1978 csiso42jisc62261978 iso-ir-42
  JIS_C6226-1983 csiso87jisx0208 iso-ir-87 jis_x0208-1983 x0208
  JIS_C6229-1984-a csiso91jisc62291984a iso-ir-91 jp-ocr-a
  JIS_C6229-1984-b csiso92jisc62991984b iso-ir-92 iso646-jp-ocr-b jp-ocr-b
  JIS_C6229-1984-b-add csiso93jis62291984badd iso-ir-93 jp-ocr-b-add
  JIS_C6229-1984-hand csiso94jis62291984hand iso-ir-94 jp-ocr-hand
  JIS_C6229-1984-hand-add csiso95jis62291984handadd iso-ir-95 jp-ocr-hand-add
  JIS_C6229-1984-kana csiso96jisc62291984kana iso-ir-96
  JIS_Encoding csjisencoding
  JIS_X0201 cshalfwidthkatakana x0201
  JIS_X0212-1990 csiso159jisx02121990 iso-ir-159 x0212
  JUS_I.B1.002 csiso141jusib1002 iso-ir-141 iso646-yu js yu
  JUS_I.B1.003-mac csiso147macedonian iso-ir-147 macedonian
  JUS_I.B1.003-serb csiso146serbian iso-ir-146 serbian
  KOI7-switched cskoi7switched
  KOI8-R cskoi8r
  KOI8-U cskoi8u
  KS_C_5601-1987 csksc56011987 iso-ir-149 korean ks_c_5601-1989 ksc_5601
  KSC5636 csksc5636 iso646-kr
  KZ-1048 cskz1048 rk1048 strk1048-2002
  latin-greek csiso19latingreek iso-ir-19
  Latin-greek-1 csiso27latingreek1 iso-ir-27
  latin-lap csiso158lap iso-ir-158 lap
  macintosh csmacintosh mac
  Microsoft-Publishing csmicrosoftpublishing
  MNEM csmnem
  MNEMONIC csmnemonic
  MSZ_7795.3 csiso86hungarian hu iso-ir-86 iso646-hu
  NATS-DANO csnatsdano iso-ir-9-1
  NATS-DANO-ADD csnatsdanoadd iso-ir-9-2
  NATS-SEFI csnatssefi iso-ir-8-1
  NATS-SEFI-ADD csnatssefiadd iso-ir-8-2
  NC_NC00-10:81 csiso151cuba cuba iso-ir-151 iso646-cu
  NF_Z_62-010 csiso69french fr iso-ir-69 iso646-fr
  NF_Z_62-010_(1973) csiso25french iso-ir-25 iso646-fr1
  NS_4551-1 csiso60danishnorwegian csiso60norwegian1 iso-ir-60 iso646-no no
  NS_4551-2 csiso61norwegian2 iso-ir-61 iso646-no2 no2
  OSD_EBCDIC_DF03_IRV csosdebcdicdf03irv
  OSD_EBCDIC_DF04_1 csosdebcdicdf041
  OSD_EBCDIC_DF04_15 csosdebcdicdf0415
  PC8-Danish-Norwegian cspc8danishnorwegian
  PC8-Turkish cspc8turkish
  PT csiso16portuguese iso-ir-16 iso646-pt
  PT2 csiso84portuguese2 iso-ir-84 iso646-pt2
  PTCP154 cp154 csptcp154 cyrillic-asian pt154
  SCSU csscsu
  SEN_850200_B csiso10swedish fi iso-ir-10 iso646-fi iso646-se se
  SEN_850200_C csiso11swedishfornames iso-ir-11 iso646-se2 se2
  Shift_JIS csshiftjis ms_kanji
  T.101-G2 csiso128t101g2 iso-ir-128
  T.61-7bit csiso102t617bit iso-ir-102
  T.61-8bit csiso103t618bit iso-ir-103 t.61
  TIS-620 cstis620 iso-8859-11
  TSCII cstscii
  UNICODE-1-1 csunicode11
  UNICODE-1-1-UTF-7 csunicode11utf7
  UNKNOWN-8BIT csunknown8bit
  US-ASCII ansi_x3.4-1968 ansi_x3.4-1986 cp367 csascii ibm367 iso-ir-6 iso646-us iso_646.irv:1991 us
  us-dk csusdk
  UTF-16 csutf16
  UTF-16BE csutf16be
  UTF-16LE csutf16le
  UTF-32 csutf32
  UTF-32BE csutf32be
  UTF-32LE csutf32le
  UTF-7 csutf7
  UTF-8 csutf8
  Ventura-International csventurainternational
  Ventura-Math csventuramath
  Ventura-US csventuraus
  videotex-suppl csiso70videotexsupp1 iso-ir-70
  VIQR csviqr
  VISCII csviscii
  windows-1250 cswindows1250
  windows-1251 cswindows1251
  windows-1252 cswindows1252
  windows-1253 cswindows1253
  windows-1254 cswindows1254
  windows-1255 cswindows1255
  windows-1256 cswindows1256
  windows-1257 cswindows1257
  windows-1258 cswindows1258
  Windows-31J cswindows31j
  windows-874 cswindows874
`

let preferred: ReadonlyMap<string, string> | undefined

/** The name that STIX wants of a character set, by any of its names, whatever their case; `undefined`: there is none of that name. */
export function characterSetNamed(name: string): string | undefined {
  preferred ??= new Map(CHARACTER_SETS.trim().split('\n').flatMap(namesOf))
  return preferred.get(name.toLowerCase())
}

function namesOf(line: string): (readonly [string, string])[] {
  const [name = '', ...others] = line.trim().split(' ')
  return [name, ...others].map((each) => [each.toLowerCase(), name] as const)
}
