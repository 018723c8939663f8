<?php
/**
 * Blocks and shortcodes.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Each piece as a block and as a shortcode: `tributary/next-payment` and `[tributary_next_payment]`.
 */
final class Blocks {

	/**
	 * Hooks.
	 */
	public static function register() {
		add_action( 'init', array( __CLASS__, 'add_all' ) );
		add_filter( 'block_categories_all', array( __CLASS__, 'add_category' ) );
		add_filter( 'script_loader_tag', array( __CLASS__, 'as_module' ), 10, 2 );
	}

	/**
	 * Registers scripts, blocks and shortcodes.
	 */
	public static function add_all() {
		load_plugin_textdomain( 'tributary', false, dirname( plugin_basename( TRIBUTARY_FILE ) ) . '/languages' );
		$folder = plugins_url( 'assets/', TRIBUTARY_FILE );
		$needs  = array( 'wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-i18n', 'wp-server-side-render' );
		foreach ( array( 'editor', 'editor-only-partners' ) as $script ) {
			wp_register_script( 'tributary-' . $script, $folder . $script . '.js', $needs, VERSION, true );
			wp_set_script_translations( 'tributary-' . $script, 'tributary', dirname( TRIBUTARY_FILE ) . '/languages' );
		}
		wp_register_style( 'tributary', $folder . 'tributary.css', array(), VERSION );
		// phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion -- the server says itself how long it may be kept.
		wp_register_script( Components::SCRIPT, Options::address() . '/center.js', array(), null, true );
		foreach ( array_keys( Components::all() ) as $name ) {
			$render = static function ( $attributes ) use ( $name ) {
				$html = Blocks::is_preview() ? Preview::html( $name ) : Components::render( $name, (array) $attributes );
				return '<div ' . get_block_wrapper_attributes() . '>' . $html . '</div>';
			};
			register_block_type( dirname( TRIBUTARY_FILE ) . '/blocks/' . $name, array( 'render_callback' => $render ) );
			add_shortcode(
				'tributary_' . str_replace( '-', '_', $name ),
				static function ( $attributes ) use ( $name ) {
					return Components::render( $name, is_array( $attributes ) ? $attributes : array() );
				}
			);
		}
		register_block_type( dirname( TRIBUTARY_FILE ) . '/blocks/only-partners', array( 'render_callback' => array( Visibility::class, 'block' ) ) );
	}

	/**
	 * Whether the editor asks for a preview.
	 *
	 * @return bool
	 */
	public static function is_preview() {
		if ( ! defined( 'REST_REQUEST' ) || ! REST_REQUEST || ! current_user_can( 'edit_posts' ) ) {
			return false;
		}
		$route = isset( $GLOBALS['wp']->query_vars['rest_route'] ) ? (string) $GLOBALS['wp']->query_vars['rest_route'] : '';
		return 0 === strpos( $route, '/wp/v2/block-renderer/tributary/' );
	}

	/**
	 * The blocks stand together.
	 *
	 * @param array<int, array<string, string>> $categories Those that there are.
	 * @return array<int, array<string, string>>
	 */
	public static function add_category( $categories ) {
		$categories[] = array(
			'slug'  => 'tributary',
			'title' => __( 'Partner center', 'tributary' ),
		);
		return $categories;
	}

	/**
	 * The server's script is a module, and nothing of the page waits for it.
	 *
	 * @param string $tag    The element.
	 * @param string $handle Whose.
	 * @return string
	 */
	public static function as_module( $tag, $handle ) {
		return Components::SCRIPT === $handle ? str_replace( '<script ', '<script async type="module" crossorigin="anonymous" ', preg_replace( '/ type=(["\']).*?\1/', '', $tag ) ) : $tag;
	}
}
