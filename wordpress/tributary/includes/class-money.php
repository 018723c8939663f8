<?php
/**
 * Amounts in words.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Amounts come as whole minor units with their currency. They are never computed with here, only written.
 */
final class Money {

	/** Currencies whose minor unit is not the hundredth (ISO 4217). */
	const DIGITS = array(
		'BIF' => 0,
		'CLP' => 0,
		'DJF' => 0,
		'GNF' => 0,
		'ISK' => 0,
		'JPY' => 0,
		'KMF' => 0,
		'KRW' => 0,
		'PYG' => 0,
		'RWF' => 0,
		'UGX' => 0,
		'UYI' => 0,
		'VND' => 0,
		'VUV' => 0,
		'XAF' => 0,
		'XOF' => 0,
		'XPF' => 0,
		'BHD' => 3,
		'IQD' => 3,
		'JOD' => 3,
		'KWD' => 3,
		'LYD' => 3,
		'OMR' => 3,
		'TND' => 3,
	);

	/**
	 * An amount as people of this site write it.
	 *
	 * @param int    $minor    Whole minor units.
	 * @param string $currency ISO 4217.
	 * @return string
	 */
	public static function write( $minor, $currency ) {
		global $wp_locale;
		$digits = isset( self::DIGITS[ $currency ] ) ? self::DIGITS[ $currency ] : 2;
		$text   = str_pad( (string) abs( (int) $minor ), $digits + 1, '0', STR_PAD_LEFT );
		$whole  = 0 === $digits ? $text : substr( $text, 0, -$digits );
		$part   = 0 === $digits ? '' : $wp_locale->number_format['decimal_point'] . substr( $text, -$digits );
		$whole  = number_format_i18n( (int) $whole );
		return ( $minor < 0 ? "\u{2212}" : '' ) . $whole . $part . "\u{00A0}" . $currency;
	}
}
