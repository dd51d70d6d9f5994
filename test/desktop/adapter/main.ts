import 'core-js-bundle'
import './response'
import './events'
import '../../../src/main/electron'
